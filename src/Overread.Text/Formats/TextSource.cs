namespace Overread.Text.Formats;

/// <summary>A file that is read.</summary>
/// <param name="Path">As it is named in reports.</param>
/// <param name="Text">Its text without a byte order mark.</param>
/// <param name="Beside">The text of another file of the same folder by its name; null where there is none.</param>
public sealed record TextSource(string Path, string Text, Func<string, string?> Beside)
{
    /// <summary>The name without folder.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The name without folder and extension.</summary>
    public string Stem => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>A text that is in no folder.</summary>
    public static TextSource Alone(string path, string text) => new(path, text, _ => null);
}
