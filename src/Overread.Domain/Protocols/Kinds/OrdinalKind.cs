namespace Overread.Domain.Protocols.Kinds;

/// <summary>One option out of an ordered list, lowest first: near misses weigh less than far ones.</summary>
public sealed class OrdinalKind : OneOptionKind
{
    internal OrdinalKind() { }

    /// <inheritdoc/>
    public override string Name => "ordinal";

    /// <inheritdoc/>
    public override Scale Scale => Scale.Ordinal;
}
