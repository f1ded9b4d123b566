namespace Overread.Text.Terminology.Files;

/// <summary>A file of a terminology that is read line by line.</summary>
/// <param name="Name">As it is named in reports.</param>
/// <param name="Open">Opens it.</param>
public sealed record TermFile(string Name, Func<TextReader> Open);
