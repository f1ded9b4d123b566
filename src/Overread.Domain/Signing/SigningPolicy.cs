namespace Overread.Domain.Signing;

/// <summary>Which acts of a project need a signature.</summary>
/// <param name="Acts">The acts, in the order of <see cref="SignedAct"/>.</param>
/// <param name="TwoPeople">True where a release is approved by somebody who neither made nor publishes it.</param>
public sealed record SigningPolicy(IReadOnlyList<SignedAct> Acts, bool TwoPeople)
{
    /// <summary>Nothing is signed: what a project begins with.</summary>
    public static SigningPolicy None { get; } = new([], false);

    /// <summary>Every act is signed, and a release needs two people.</summary>
    public static SigningPolicy Full { get; } =
        new([.. Enum.GetValues<SignedAct>().Where(a => a != SignedAct.SealOpening)], true);

    /// <summary>True where the act needs a signature.</summary>
    public bool Asks(SignedAct act) => Acts.Contains(act);

    /// <summary>True where a release waits for signatures before it is published.</summary>
    public bool HoldsReleases => Asks(SignedAct.ReleaseApproval) || Asks(SignedAct.ReleasePublication);

    /// <summary>True where another policy lets pass what this one does not.</summary>
    public bool IsWeakenedBy(SigningPolicy other) => Acts.Except(other.Acts).Any() || (TwoPeople && !other.TwoPeople);
}
