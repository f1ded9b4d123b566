namespace Overread.Domain.Modalities.Imaging;

/// <summary>One series at the gate in which a face may be seen.</summary>
/// <param name="Series">The series' id in the entry.</param>
/// <param name="Files">Files of it.</param>
/// <param name="Problem">Why no cut can be proposed, such as <c>TooFewSlices</c>; null where there is one.</param>
/// <param name="Cut">Hash of the proposed cut; null where there is none.</param>
/// <param name="State">
/// <c>proposed</c> (nobody has decided), <c>accepted</c> (the cut is carried out at approval) or <c>kept</c> (the series
/// passes as it is, for a reason).
/// </param>
public sealed record GateFace(
    string Series,
    int Files,
    string? Problem,
    string? Cut,
    [Words("proposed", "accepted", "kept")] string State
)
{
    /// <summary>Why it is kept as it is; null unless it is.</summary>
    public string? Reason { get; init; }

    /// <summary>Millilitres of tissue that the cut removes.</summary>
    public double? RemovedMillilitres { get; init; }

    /// <summary>Share of the skin in the zones of face and ears that the cut leaves, 0 to 1.</summary>
    public double? SkinLeft { get; init; }

    /// <summary>Millilitres of the brain estimate, which the cut does not touch.</summary>
    public double? BrainMillilitres { get; init; }
}
