namespace Overread.Domain.Subjects;

/// <summary>Items of several subjects that hold the same or nearly the same.</summary>
/// <param name="Identical">True for the same content; false for what a small picture of it shows nearly alike.</param>
/// <param name="Items">The items, in ordinal order, at least two.</param>
/// <param name="Distance">Bits in which the pictures differ, of 256; 0 for the same content.</param>
public sealed record ContentMatch(bool Identical, IReadOnlyList<string> Items, int Distance);
