namespace Overread.Domain.Protocols.Kinds;

/// <summary>One option out of several, in no order.</summary>
public sealed class ChoiceKind : OneOptionKind
{
    internal ChoiceKind() { }

    /// <inheritdoc/>
    public override string Name => "choice";

    /// <inheritdoc/>
    public override Scale Scale => Scale.Nominal;
}
