using System.Globalization;
using System.Text;

namespace Overread.Dicom.Deidentify.Batch;

/// <summary>
/// Keyed marks of the contents that are done and the outputs made of them, one per line, so that a batch can be stopped at
/// any time and run again. Says nothing about the files to whoever lacks the key. Marks of another plan do not count, nor
/// do those whose output is gone.
/// </summary>
internal sealed class Journal : IDisposable
{
    private const string Form = "# overread journal 3, key ";
    private readonly Dictionary<string, (string Output, long Length)> _done = new(StringComparer.Ordinal);
    private readonly HashSet<string> _begun = new(StringComparer.Ordinal);
    private readonly string _folder = "";
    private readonly StreamWriter? _writer;
    private readonly Lock _gate = new();

    /// <param name="path">The journal's file; null to keep none.</param>
    /// <param name="plan">What is done to the files.</param>
    /// <param name="key">Fingerprint of the project's key.</param>
    /// <exception cref="InvalidDataException">The folder holds outputs under another key: one patient would bear two pseudonyms.</exception>
    internal Journal(string? path, string plan, string key)
    {
        if (path is null)
        {
            return;
        }

        _folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(_folder);
        string heading = $"{Form}{key}, plan {plan}";
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
        if (lines.Length > 0 && lines[0] != heading && IsOfAnotherKey(lines[0], heading))
        {
            throw new InvalidDataException(
                $"{_folder} holds outputs made with another project key, under which its patients have other pseudonyms; give another folder"
            );
        }

        if (lines.Length == 0 || lines[0] != heading)
        {
            return false;
        }

        foreach (string[] fields in lines.Skip(1).Select(line => line.Split('\t')).Where(fields => fields.Length == 3))
        {
            if (long.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out long length))
            {
                _done[fields[0]] = (fields[1], length);
            }
        }

        return true;
    }

    private static bool IsOfAnotherKey(string found, string heading) =>
        found.StartsWith(Form, StringComparison.Ordinal) && found.Split(',')[1] != heading.Split(',')[1];

    /// <summary>
    /// True for whoever comes first to a content that is not done yet. A content that is done, or that somebody works on,
    /// needs nobody else.
    /// </summary>
    internal bool Begin(string mark)
    {
        lock (_gate)
        {
            // Its length tells an output that was cut, or that something else stands in for; what is written in place tells nothing.
            bool done =
                _done.TryGetValue(mark, out (string Output, long Length) known)
                && new FileInfo(Path.Combine(_folder, known.Output)) is { Exists: true } file
                && file.Length == known.Length;
            return !done && _begun.Add(mark);
        }
    }

    /// <summary>What was made of a content before, relative to the folder, whether it is still there or not; null for nothing.</summary>
    internal string? OutputOf(string mark)
    {
        lock (_gate)
        {
            return _done.TryGetValue(mark, out (string Output, long Length) known) ? known.Output : null;
        }
    }

    /// <summary>Notes what was made of a content.</summary>
    internal void Add(string mark, string output)
    {
        lock (_gate)
        {
            long length = _writer is null ? 0 : new FileInfo(Path.Combine(_folder, output)).Length;
            _done[mark] = (output, length);
            _writer?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{mark}\t{output}\t{length}"));
        }
    }

    public void Dispose() => _writer?.Dispose();
}
