using Overread.Quality.Agreement;

namespace Overread.Cli.Quality;

/// <summary>A coefficient of all readers and items, or of a part of them.</summary>
/// <param name="Part">Which part: a group, a pair of readers, "without" a reader; null for all.</param>
/// <param name="Coefficient">The coefficient.</param>
internal sealed record AgreementRow(string? Part, Coefficient Coefficient);
