using System.Text;

namespace Overread.Dicom.Deidentify.Batch;

/// <summary>
/// Keyed marks of the contents that are done and the outputs made of them, one per line, so that a batch can be stopped at
/// any time and run again. Says nothing about the files to whoever lacks the key. Marks of another plan do not count, nor
/// do those whose output is gone.
/// </summary>
internal sealed class Journal : IDisposable
{
    private const string Form = "# overread journal 2, plan ";
    private readonly Dictionary<string, string> _done = new(StringComparer.Ordinal);
    private readonly HashSet<string> _begun = new(StringComparer.Ordinal);
    private readonly string _folder = "";
    private readonly StreamWriter? _writer;
    private readonly Lock _gate = new();

    /// <param name="path">The journal's file; null to keep none.</param>
    /// <param name="plan">What is done to the files.</param>
    internal Journal(string? path, string plan)
    {
        if (path is null)
        {
            return;
        }

        _folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(_folder);
        string heading = Form + plan;
        Continues = File.Exists(path) && Read(path, heading);
        _writer = new StreamWriter(path, append: Continues, Encoding.ASCII) { AutoFlush = true };
        if (!Continues)
        {
            _writer.WriteLine(heading);
        }
    }

    /// <summary>True where an earlier run with the same plan began it.</summary>
    internal bool Continues { get; }

    private bool Read(string path, string heading)
    {
        string[] lines = File.ReadAllLines(path);
        if (lines.Length == 0 || lines[0] != heading)
        {
            return false;
        }

        foreach (string[] fields in lines.Skip(1).Select(line => line.Split('\t')).Where(fields => fields.Length == 2))
        {
            _done[fields[0]] = fields[1];
        }

        return true;
    }

    /// <summary>
    /// True for whoever comes first to a content that is not done yet. A content that is done, or that somebody works on,
    /// needs nobody else.
    /// </summary>
    internal bool Begin(string mark)
    {
        lock (_gate)
        {
            bool done = _done.TryGetValue(mark, out string? output) && File.Exists(Path.Combine(_folder, output));
            return !done && _begun.Add(mark);
        }
    }

    /// <summary>Notes what was made of a content.</summary>
    internal void Add(string mark, string output)
    {
        lock (_gate)
        {
            _done[mark] = output;
            _writer?.WriteLine($"{mark}\t{output}");
        }
    }

    public void Dispose() => _writer?.Dispose();
}
