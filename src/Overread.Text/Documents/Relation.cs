namespace Overread.Text.Documents;

/// <summary>A typed relation, directed from its first argument; with a trigger it is an event.</summary>
/// <param name="Id">Unique among spans and relations of the document.</param>
/// <param name="Type">Such as CID, Location-of.</param>
/// <param name="Arguments">At least one, in order.</param>
public sealed record Relation(string Id, string Type, IReadOnlyList<RelationArgument> Arguments)
{
    /// <summary>The id of the span whose words say that it happens; null where it is no event.</summary>
    public string? Trigger { get; init; }

    /// <summary>In the order in which they were said.</summary>
    public IReadOnlyList<NamedValue> Attributes { get; init; } = [];
}
