namespace Overread.Server.Features.Comparison.ReaderStudies;

/// <summary>The truth of one case.</summary>
/// <param name="Item">An item's id or its title.</param>
/// <param name="Diseased">Whether it has what is looked for.</param>
internal sealed record TruthRow(string Item, bool Diseased);
