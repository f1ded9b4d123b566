namespace Overread.Cli.Quality.Files;

/// <summary>How the files of one command are read: what the caller declared of them, and what was noticed in them.</summary>
internal sealed class FileReading(TextWriter said)
{
    private readonly List<string> _notes = [];

    /// <summary>A reading that declares nothing and whose notes nobody reads.</summary>
    internal static FileReading Plain => new(TextWriter.Null);

    /// <summary>The name that a column has instead of its usual one, by role: item, reader, field, label, time, modality, truth.</summary>
    internal IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    /// <summary>What parts the columns of a text; null to see it from the header.</summary>
    internal char? Separator { get; init; }

    /// <summary>The name of the encoding of texts; null to see it from the first bytes.</summary>
    internal string? Encoding { get; init; }

    /// <summary>The sheet of a workbook; null for the first.</summary>
    internal string? Sheet { get; init; }

    /// <summary>Labels that mean "missing", beside the empty one.</summary>
    internal IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>The format of dates, such as dd/MM/yyyy; null where only ISO 8601 is read.</summary>
    internal string? Dates { get; init; }

    /// <summary>Whether marks are wanted of an export that holds marks and labels.</summary>
    internal bool Marks { get; init; }

    /// <summary>Everything that was noticed and is no error, each thing once.</summary>
    internal IReadOnlyList<string> Notes => _notes;

    /// <summary>Says something that is no error but must be known to read the result.</summary>
    internal void Note(string path, string what)
    {
        string note = $"{path}: {what}";
        if (!_notes.Contains(note))
        {
            _notes.Add(note);
            said.WriteLine("warning: " + note);
        }
    }
}
