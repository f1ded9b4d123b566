namespace Overread.Text.Formats;

/// <summary>Files in memory: to look at what was written before it reaches a disk.</summary>
public sealed class MemorySink : ITextSink
{
    private readonly Dictionary<string, StringWriter> _files = [];

    /// <summary>What was written, by name, in the order of opening.</summary>
    public IEnumerable<KeyValuePair<string, string>> Files =>
        _files.Select(f => new KeyValuePair<string, string>(f.Key, f.Value.ToString()));

    /// <inheritdoc/>
    public TextWriter Open(string name) =>
        _files[name] = new StringWriter(System.Globalization.CultureInfo.InvariantCulture) { NewLine = "\n" };

    /// <summary>The files as they would be read.</summary>
    public IEnumerable<TextSource> Sources() =>
        Files.Select(f => new TextSource(
            f.Key,
            f.Value,
            name => _files.TryGetValue(name, out StringWriter? other) ? other.ToString() : null
        ));
}
