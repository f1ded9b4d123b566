namespace Overread.Server.Composition.Backup;

/// <summary>What a restore did.</summary>
/// <param name="Backup">The backup's id.</param>
/// <param name="Made">When its state was taken.</param>
/// <param name="Events">Events that came back.</param>
/// <param name="Root">The root hash over them, computed from what was written, lower-case hex.</param>
/// <param name="Files">Files that came back.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Seconds">How long it took, audit included.</param>
/// <param name="Folder">Where the store lies now: the target, or beside it where it could not be put there.</param>
/// <param name="InPlace">True where the store lies in the target and can be served.</param>
/// <param name="NeedsDecision">True where serving it needs a person's decision, see <c>--accept-loss</c>.</param>
/// <param name="Faults">What did not come back or is wrong; empty where all came back whole.</param>
public sealed record RestoreReport(
    string Backup,
    string Made,
    long Events,
    string Root,
    long Files,
    long Bytes,
    double Seconds,
    string Folder,
    bool InPlace,
    bool NeedsDecision,
    IReadOnlyList<string> Faults
);
