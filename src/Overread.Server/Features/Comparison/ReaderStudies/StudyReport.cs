using Overread.Domain.Protocols;
using Overread.Quality.ReaderStudies;
using Overread.Server.Features.Comparison.Contracts;

namespace Overread.Server.Features.Comparison.ReaderStudies;

/// <summary>Analyses collected ratings and says what may be concluded.</summary>
internal sealed class StudyReport
{
    private const int MostPoints = 400;

    private readonly ShowReaderStudy.ReaderStudyForm _form;
    private readonly Field _field;
    private readonly RatingOrder _order;
    private readonly StudyOutcome _outcome;
    private readonly double? _threshold;
    private readonly string[] _modalities;
    private readonly string _figure;

    /// <param name="form">What was asked.</param>
    /// <param name="tables">The reads and the field of each version.</param>
    /// <param name="order">The order of the ratings.</param>
    /// <param name="outcome">The figure.</param>
    /// <param name="threshold">For sensitivity and specificity.</param>
    public StudyReport(
        ShowReaderStudy.ReaderStudyForm form,
        List<(RatingsTable Table, Field Field)> tables,
        RatingOrder order,
        StudyOutcome outcome,
        double? threshold
    )
    {
        _form = form;
        _field = tables[0].Field;
        _order = order;
        _outcome = outcome;
        _threshold = threshold;
        _modalities = [.. tables.Select(t => $"Version {t.Table.Version}")];
        _figure = outcome switch
        {
            StudyOutcome.Sensitivity => "sensitivity",
            StudyOutcome.Specificity => "specificity",
            _ => "area under the ROC curve",
        };
    }

    /// <summary>The analysis of variance where its cells are filled, else one-shot U-statistics.</summary>
    public ReaderStudyView Of(CollectedRatings collected)
    {
        StudyFactors factors = _form.FixedReaders
            ? StudyFactors.FixedReadersRandomCases
            : StudyFactors.RandomReadersRandomCases;
        ReaderStudyView empty = new(
            _field.Id,
            _field.Title,
            _form.Figure ?? "auc",
            _threshold,
            _order.Words,
            _form.Truth is null ? "decisions" : "given",
            0,
            0,
            collected.Untruthed,
            collected.Unplaced,
            "",
            "",
            StudySentences.Of(factors),
            _modalities,
            collected.Readers,
            "No read of an item with a truth has a rating.",
            [],
            [],
            null,
            [],
            []
        );
        if (collected.IsEmpty)
        {
            return empty;
        }

        ReaderStudy study = collected.Study();
        empty = empty with
        {
            Cases = study.Cases,
            Diseased = study.DiseasedCases,
            Design = StudySentences.Of(study.Design),
            Curves = Curves(study),
        };
        StudyAnalysis anova = ObuchowskiRockette.Analyze(study, _outcome, factors, threshold: _threshold);
        if (anova.State != StudyState.MissingCells)
        {
            return With(
                empty with
                {
                    Method = "analysis of variance of readers' figures (Obuchowski and Rockette), jackknifed",
                    PValue = anova.Test?.PValue,
                },
                anova.State,
                [.. anova.Modalities, .. anova.Readers],
                anova.Differences
            );
        }

        OneShotAnalysis single = OneShot.Analyze(study, _outcome, _threshold, _form.FixedReaders);
        return With(
            empty with
            {
                Method = "one-shot U-statistics (Gallas), since readers lack cases",
            },
            single.State,
            single.Modalities,
            single.Differences
        );
    }

    private ReaderStudyView With(
        ReaderStudyView view,
        StudyState state,
        IReadOnlyList<ModalityEstimate> estimates,
        IReadOnlyList<ModalityDifference> differences
    ) =>
        view with
        {
            Why = StudySentences.Of(state),
            Estimates =
            [
                .. estimates.Select(e => new ReaderStudyView.EstimateRow(
                    e.Modality,
                    e.Reader,
                    e.Value,
                    e.Interval?.Low,
                    e.Interval?.High
                )),
            ],
            Differences =
            [
                .. differences.Select(d => new ReaderStudyView.DifferenceRow(
                    d.First,
                    d.Second,
                    d.Value,
                    d.Interval?.Low,
                    d.Interval?.High,
                    d.PValue
                )),
            ],
            Sentences =
            [
                .. estimates
                    .Where(e => e.Reader is null)
                    .Select(e => StudySentences.Of(e, _modalities[e.Modality], _figure, view.Reach)),
                .. differences.Select(d =>
                    StudySentences.Of(d, _modalities[d.First], _modalities[d.Second], _figure, view.Reach)
                ),
                .. _form.Truth is null
                    ?
                    [
                        "The truth is what adjudicators decided, who saw these reads. An item is decided where its readers differ, unless it was drawn by chance: such cases are harder than the rest.",
                    ]
                    : Array.Empty<string>(),
            ],
        };

    private static List<ReaderStudyView.CurveRow> Curves(ReaderStudy study)
    {
        List<ReaderStudyView.CurveRow> curves = [];
        for (int modality = 0; modality < study.Modalities; modality++)
        {
            for (int reader = 0; reader < study.Readers; reader++)
            {
                double[] ill = Ratings(study, modality, reader, diseased: true);
                double[] well = Ratings(study, modality, reader, diseased: false);
                if (ill.Length > 0 && well.Length > 0)
                {
                    curves.Add(new(modality, reader, Thinned(RocPoint.Curve(ill, well))));
                }
            }
        }

        return curves;
    }

    private static double[] Ratings(ReaderStudy study, int modality, int reader, bool diseased) =>
        [
            .. Enumerable
                .Range(0, study.Cases)
                .Where(item => study.Diseased[item] == diseased)
                .Select(item => study.Rating(modality, reader, item))
                .OfType<double>(),
        ];

    // More points than a screen has are not seen; the ends always stay.
    private static List<ReaderStudyView.CurvePoint> Thinned(IReadOnlyList<RocPoint> points)
    {
        int step = Math.Max(1, points.Count / MostPoints);
        return
        [
            .. points
                .Where((_, i) => i % step == 0 || i == points.Count - 1)
                .Select(p => new ReaderStudyView.CurvePoint(p.FalsePositives, p.TruePositives)),
        ];
    }
}
