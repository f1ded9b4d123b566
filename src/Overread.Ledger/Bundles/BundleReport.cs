using Overread.Ledger.Bundles.Statements;
using Overread.Ledger.Timestamps;
using Overread.Ledger.Witnesses;

namespace Overread.Ledger.Bundles;

/// <summary>The outcome of verifying a bundle.</summary>
/// <param name="Files">Files examined.</param>
/// <param name="Events">Events of the record that the bundle discloses and that were proved.</param>
/// <param name="Checkpoint">Size and root of the signed head, or null where it could not be read.</param>
/// <param name="Key">The key that signed, as <c>name+keyid+base64</c>, or null.</param>
/// <param name="Faults">Empty for a bundle that verifies.</param>
public sealed record BundleReport(
    int Files,
    long Events,
    Checkpoint? Checkpoint,
    string? Key,
    IReadOnlyList<BundleFault> Faults
)
{
    /// <summary>What the time stamp over the checkpoint says, or null where the bundle has none that holds.</summary>
    public TimestampStatement? Timestamp { get; init; }

    /// <summary>The cosignatures of witnesses under the checkpoint; those of witnesses whose keys were given are verified.</summary>
    public IReadOnlyList<Cosignature> Cosignatures { get; init; } = [];

    /// <summary>The statements of the papers, as computed from the bundle now; none for a bundle of before, which has no list.</summary>
    public IReadOnlyList<BundleStatement> Statements { get; init; } = [];

    /// <summary>The signatures of people that hold, in the order of the record.</summary>
    public IReadOnlyList<BundleSignature> Signatures { get; init; } = [];

    /// <summary>What has become of the release by the status list that was given; null where none was, or it does not hold.</summary>
    public ReleaseStanding? Standing { get; init; }

    /// <summary>When the status list was made; null where <see cref="Standing"/> is.</summary>
    public string? StandingAt { get; init; }

    /// <summary>The change in which the key that signed the checkpoint was given up, as far as the changes are known that were given; or null.</summary>
    public LogKeyChange? KeyReplaced { get; init; }

    /// <summary>How much of what was labelled stands beside the labels; null for a bundle without a list of it.</summary>
    public BundleDataReport? Data { get; init; }

    /// <summary>How the opened labels stand that were given with it; null where none were.</summary>
    public OpenedReport? Opened { get; init; }

    /// <summary>Items whose labels the bundle holds back.</summary>
    public int Sealed { get; init; }

    /// <summary>True when everything holds.</summary>
    public bool Verified => Faults.Count == 0;
}
