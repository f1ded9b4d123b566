namespace Overread.Domain.Protocols.Kinds;

/// <summary>A number with a unit.</summary>
public sealed class NumberKind : MeasuredKind
{
    internal NumberKind() { }

    /// <inheritdoc/>
    public override string Name => "number";

    /// <inheritdoc/>
    public override Scale Scale => Scale.Interval;
}
