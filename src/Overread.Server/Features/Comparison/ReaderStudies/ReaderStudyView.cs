using Overread.Domain;

namespace Overread.Server.Features.Comparison.ReaderStudies;

/// <summary>How well readers tell diseased cases from others, and what follows for other readers and other cases.</summary>
/// <param name="Figure">By what readers are judged: area, sensitivity, specificity.</param>
/// <param name="Threshold">For sensitivity and specificity: the rating from which a case counts as called diseased.</param>
/// <param name="Ratings">The ratings in their order, the least suspicious first; empty where they are numbers.</param>
/// <param name="Truth">Where the truth is from: given, or what adjudicators decided.</param>
/// <param name="Cases">Cases with a truth that somebody rated.</param>
/// <param name="Diseased">How many of them are diseased.</param>
/// <param name="Untruthed">Items that were read and have no truth: left out.</param>
/// <param name="Unplaced">Answers that have no place among the ratings, such as not assessed: left out.</param>
/// <param name="Design">How readers, cases and modalities meet.</param>
/// <param name="Method">By what analysis.</param>
/// <param name="Reach">For whom the conclusion is.</param>
/// <param name="Modalities">Names of the protocol versions that are compared.</param>
/// <param name="Readers">Pseudonyms.</param>
/// <param name="Why">Why there is no analysis; null where there is one.</param>
/// <param name="Estimates">Figures of each modality over its readers, and of each reader.</param>
/// <param name="Differences">Every two modalities, second minus first.</param>
/// <param name="PValue">Of modalities that are all alike; null with one.</param>
/// <param name="Sentences">What may be concluded, computed from the figures.</param>
/// <param name="Curves">Each reader's empirical curve under each modality.</param>
internal sealed record ReaderStudyView(
    string Field,
    string Title,
    [Words("auc", "sensitivity", "specificity")] string Figure,
    double? Threshold,
    IReadOnlyList<string> Ratings,
    [Words("given", "decisions")] string Truth,
    int Cases,
    int Diseased,
    int Untruthed,
    int Unplaced,
    string Design,
    string Method,
    string Reach,
    IReadOnlyList<string> Modalities,
    IReadOnlyList<string> Readers,
    string? Why,
    IReadOnlyList<ReaderStudyView.EstimateRow> Estimates,
    IReadOnlyList<ReaderStudyView.DifferenceRow> Differences,
    double? PValue,
    IReadOnlyList<string> Sentences,
    IReadOnlyList<ReaderStudyView.CurveRow> Curves
)
{
    /// <summary>A figure.</summary>
    /// <param name="Modality">Its place among the modalities.</param>
    /// <param name="Reader">Its place among the readers; null for the mean over them.</param>
    /// <param name="Low">Lower limit of its 95 % interval; null where the data show no variation.</param>
    internal sealed record EstimateRow(int Modality, int? Reader, double Value, double? Low, double? High);

    /// <summary>A difference of two modalities.</summary>
    internal sealed record DifferenceRow(
        int First,
        int Second,
        double Value,
        double? Low,
        double? High,
        double? PValue
    );

    /// <summary>A ROC curve from (0, 0) to (1, 1).</summary>
    internal sealed record CurveRow(int Modality, int Reader, IReadOnlyList<CurvePoint> Points);

    /// <summary>Shares of the other and of the diseased cases that are rated at a threshold or above.</summary>
    internal sealed record CurvePoint(double FalsePositives, double TruePositives);
}
