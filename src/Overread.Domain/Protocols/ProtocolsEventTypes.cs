namespace Overread.Domain.Protocols;

/// <summary>The events about protocol versions.</summary>
public static class ProtocolsEventTypes
{
    /// <summary>All, in the order in which they came to be.</summary>
    public static IReadOnlyList<Type> All { get; } =
    [typeof(ProtocolDrafted), typeof(ProtocolPublished), typeof(LabelMeaningsDemanded)];
}
