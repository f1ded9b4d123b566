namespace Overread.Cli.Marks;

/// <summary>What a conversion says beside its losses: what it took for granted, and what of the input it had to leave out.</summary>
internal sealed class ConversionNotes
{
    internal List<string> Notes { get; } = [];

    /// <summary>Parts of the input that could not be read; the exit code then is 4.</summary>
    internal List<string> LeftOut { get; } = [];

    internal void Note(string text)
    {
        if (!Notes.Contains(text))
        {
            Notes.Add(text);
        }
    }

    internal void Leave(string path, string why) => LeftOut.Add($"{path}: {why}");
}
