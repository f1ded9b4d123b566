using Overread.Learning;

namespace Overread.Cli.Learning.Sets;

/// <summary>A set as it was read.</summary>
/// <param name="Kind">What it was taken for: table, release, folder, classes, voc or spans.</param>
/// <param name="Content">What its features are made of: numbers, pictures or texts.</param>
/// <param name="Set">The set.</param>
internal sealed record LoadedSet(string Kind, string Content, LearningSet Set);
