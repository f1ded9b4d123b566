namespace Overread.Domain.Protocols;

/// <summary>One answer that a field offers.</summary>
/// <param name="Id">Lower-case letters, digits, '-' and '_'; unique in the field.</param>
/// <param name="Title">As shown.</param>
/// <param name="Key">The digit that gives this answer, 1 to 9 and 0; default its position.</param>
/// <param name="Code">Its code in a terminology.</param>
/// <param name="Help">A sentence for the reader.</param>
public sealed record Option(string Id, string Title, string? Key = null, Code? Code = null, string? Help = null)
{
    /// <summary>What this answer measures and how bad it is when it is wrong, where that differs from the field's; else null.</summary>
    public LabelMeaning? Meaning { get; init; }
}
