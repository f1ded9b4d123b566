using Overread.Cli.Quality.Files;

namespace Overread.Cli.Learning.Sets;

/// <summary>What the caller said of a set.</summary>
/// <param name="Label">Column or field that holds the label; null for the usual names.</param>
/// <param name="Group">Column that holds the group; null for what the layout has.</param>
/// <param name="Features">Tables of features or scores by item; none where the set has its own.</param>
/// <param name="Content">Folder with the pictures or texts of the items; null where they lie beside the labels.</param>
/// <param name="Width">Columns that texts are hashed into.</param>
/// <param name="Reading">How tables are read, and where what is noticed is said.</param>
internal sealed record SetChoices(
    string? Label,
    string? Group,
    IReadOnlyList<string> Features,
    string? Content,
    int Width,
    FileReading Reading
);
