namespace Overread.Domain.Protocols;

/// <summary>
/// How an item is laid out when a reader opens it: a hanging protocol (DICOM PS3.3 C.23 calls so what a display set is chosen by).
/// Of several the first one that fits the item is taken; a reader may hang an item otherwise, and nothing of it changes an answer.
/// </summary>
/// <param name="Title">What readers call it; unlike the others of the protocol.</param>
/// <param name="When">What an item must have to be hung so: each condition is met by one of its pictures at least. Empty for every item.</param>
/// <param name="Rows">Rows of panes, 1 to 3.</param>
/// <param name="Columns">Panes in a row, 1 to 4.</param>
/// <param name="Panes">As many as rows times columns, row by row.</param>
public sealed record Hanging(
    string Title,
    IReadOnlyList<HangingCondition> When,
    int Rows,
    int Columns,
    IReadOnlyList<HangingPane> Panes
);
