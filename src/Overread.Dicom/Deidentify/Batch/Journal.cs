using System.Text;

namespace Overread.Dicom.Deidentify.Batch;

/// <summary>
/// Keyed marks of the files that are done, one per line, so that a batch can be stopped and run again. Says nothing about
/// the files to whoever lacks the key. Marks of another plan do not count.
/// </summary>
internal sealed class Journal : IDisposable
{
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);
    private readonly StreamWriter? _writer;
    private readonly Lock _gate = new();

    internal Journal(string? path, string plan)
    {
        if (path is null)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string heading = "# plan " + plan;
        bool same = false;
        if (File.Exists(path))
        {
            string[] lines = File.ReadAllLines(path);
            same = lines.Length > 0 && lines[0] == heading;
            if (same)
            {
                _done.UnionWith(lines.Skip(1));
            }
        }

        _writer = new StreamWriter(path, append: same, Encoding.ASCII);
        if (!same)
        {
            _writer.WriteLine(heading);
        }
    }

    internal bool Contains(string mark) => _done.Contains(mark);

    internal void Add(string mark)
    {
        lock (_gate)
        {
            _writer?.WriteLine(mark);
        }
    }

    public void Dispose() => _writer?.Dispose();
}
