namespace Overread.Domain.Reads;

/// <summary>A remark of the reader, for the adjudicator and the lead.</summary>
/// <param name="Id">The id of the event.</param>
/// <param name="Text">What was said.</param>
/// <param name="At">UTC time.</param>
/// <param name="Field">The field it is about, if one.</param>
public sealed record Comment(string Id, string Text, string At, string? Field = null);
