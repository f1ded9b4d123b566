using Overread.Domain;

namespace Overread.Server.Features.Comparison.Calibration;

/// <summary>What the probabilities of a consensus claim against what second looks at labels drawn by chance found.</summary>
/// <param name="ProtocolVersion">Over reads of this version.</param>
/// <param name="Fields">Fields whose labels are categories; only these have probabilities.</param>
internal sealed record CalibrationView(int ProtocolVersion, IReadOnlyList<CalibrationView.CalibrationRow> Fields)
{
    /// <summary>One field.</summary>
    /// <param name="Method">By which labels are inferred.</param>
    /// <param name="Accepted">Labels on which the readers agreed by the policy's rule.</param>
    /// <param name="Drawn">How many of them were drawn for a second look.</param>
    /// <param name="Checked">How many of these were decided.</param>
    /// <param name="Wrong">How many of the decisions are not the label.</param>
    /// <param name="Claimed">Share of wrong labels that the method expects among the accepted; null where it infers none.</param>
    /// <param name="Found">Share of wrong labels among the checked; null where none was.</param>
    /// <param name="Low">Lower limit of the exact 95 % interval of <paramref name="Found"/>.</param>
    /// <param name="High">Its upper limit.</param>
    /// <param name="UpperBound">The share of wrong labels that is not exceeded with 95 % confidence.</param>
    /// <param name="Corrected">Share of wrong labels expected once the probabilities are corrected by the second looks; null where these are too few.</param>
    /// <param name="Target">The error rate for which <paramref name="AcceptFrom"/> was asked.</param>
    /// <param name="AcceptFrom">Corrected probability from which labels are shown to be wrong no more often than the target; null where none is.</param>
    /// <param name="Needed">Second looks without a wrong label that the target needs at least.</param>
    /// <param name="Verdict">What may be said.</param>
    /// <param name="Sentence">The same for people, computed from the figures.</param>
    /// <param name="Reliability">Groups of second looks by what was claimed, the surest last.</param>
    /// <param name="Risk">How often the surest labels were wrong, by how many are taken.</param>
    internal sealed record CalibrationRow(
        string Field,
        string Title,
        string Method,
        int Accepted,
        int Drawn,
        int Checked,
        int Wrong,
        double? Claimed,
        double? Found,
        double? Low,
        double? High,
        double? UpperBound,
        double? Corrected,
        double? Target,
        double? AcceptFrom,
        int? Needed,
        [Words("no-labels", "unchecked", "few", "overclaims", "holds")] string Verdict,
        string Sentence,
        IReadOnlyList<ReliabilityRow> Reliability,
        IReadOnlyList<CoverageRow> Risk
    );

    /// <summary>Second looks of about the same claim.</summary>
    /// <param name="Claimed">Mean probability that the method gave these labels.</param>
    /// <param name="Right">Share of them that was right.</param>
    /// <param name="Low">Lower limit of its exact 95 % interval.</param>
    /// <param name="High">Its upper limit.</param>
    /// <param name="Checked">How many they are.</param>
    internal sealed record ReliabilityRow(double Claimed, double Right, double Low, double High, int Checked);

    /// <summary>The labels that are at least as sure as a threshold.</summary>
    /// <param name="Coverage">Share of the second looks that they are.</param>
    /// <param name="Threshold">The corrected probability from which they are taken.</param>
    /// <param name="Checked">How many they are.</param>
    /// <param name="Wrong">How many of them are wrong.</param>
    /// <param name="UpperBound">The share of wrong ones that is not exceeded with 95 % confidence, for this row alone.</param>
    internal sealed record CoverageRow(double Coverage, double Threshold, int Checked, int Wrong, double UpperBound);
}
