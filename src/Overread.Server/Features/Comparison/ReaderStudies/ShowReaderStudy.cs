using Overread.Domain;
using Overread.Domain.Comparison;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Quality.ReaderStudies;
using Overread.Server.Access;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Comparison.ReaderStudies;

/// <summary>
/// How well the readers of a project tell diseased cases from others, against a truth that is given or that adjudicators
/// decided. Nothing is kept but that somebody looked.
/// </summary>
internal static class ShowReaderStudy
{
    /// <summary>What to analyse.</summary>
    /// <param name="Field">The field whose answers are the ratings: a finding, ordered options or a number.</param>
    /// <param name="Versions">Protocol versions to compare, in order; null for the current one.</param>
    /// <param name="Truth">The truth of the cases; null to take what adjudicators decided about the field.</param>
    /// <param name="Diseased">Decided answers that mean diseased; null for the last of the order.</param>
    /// <param name="Figure">By what readers are judged.</param>
    /// <param name="Threshold">For sensitivity and specificity: from which rating a case counts as called diseased; null for the last of the order.</param>
    /// <param name="FixedReaders">True to conclude for these readers alone.</param>
    internal sealed record ReaderStudyForm(
        string Field,
        IReadOnlyList<int>? Versions = null,
        IReadOnlyList<TruthRow>? Truth = null,
        IReadOnlyList<string>? Diseased = null,
        [Words("auc", "sensitivity", "specificity")] string? Figure = null,
        double? Threshold = null,
        bool FixedReaders = false
    );

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/projects/{project}/reader-study", Handle)
            .Needs(Action.SeeComparison)
            .Says(
                "show-reader-study",
                "Shows how well readers tell diseased cases from others, with intervals for other readers and other cases."
            )
            .Problems(404, "protocol.unknown")
            .Problems(422, "study.field", "study.figure", "study.truth", "study.threshold", "study.versions");

    private static async Task<ReaderStudyView> Handle(
        string project,
        ReaderStudyForm form,
        Caller caller,
        IDatabase database,
        ProtocolStore protocols
    )
    {
        StudyOutcome outcome = form.Figure switch
        {
            null or "auc" => StudyOutcome.EmpiricalArea,
            "sensitivity" => StudyOutcome.Sensitivity,
            "specificity" => StudyOutcome.Specificity,
            _ => throw Refused("study.figure", "A figure is auc, sensitivity or specificity.", "figure"),
        };
        ReaderStudyView view;
        using (ReadLease read = database.Read())
        {
            List<(RatingsTable Table, Field Field)> tables = Tables(read, project, form, protocols);
            RatingOrder order =
                RatingOrder.Of(tables[0].Field)
                ?? throw Refused(
                    "study.field",
                    $"{tables[0].Field.Title} has no order: ratings are a finding, ordered options or a number.",
                    "field"
                );
            double? threshold = ThresholdOf(form, order, outcome);
            IReadOnlyDictionary<string, bool> truth = form.Truth is { } given
                ? StudyTruth.Given(read.Connection, project, given)
                : StudyTruth.Decided(read.Connection, project, tables[0].Field, order, form.Diseased);
            CollectedRatings collected = new(order, truth);
            tables.ForEach(t => collected.Add(t.Table, t.Field));
            view = new StudyReport(form, tables, order, outcome, threshold).Of(collected);
        }

        await Looks.Record(database, caller, "agreement", project, [], project);
        return view;
    }

    private static List<(RatingsTable Table, Field Field)> Tables(
        ReadLease read,
        string project,
        ReaderStudyForm form,
        ProtocolStore protocols
    )
    {
        IReadOnlyList<int> versions = form.Versions is { Count: > 0 } wanted
            ? wanted
            : [ProtocolStore.Current(read.Connection, project) ?? 0];
        if (versions.Count > 10 || versions.Distinct().Count() < versions.Count)
        {
            throw Refused("study.versions", "Up to ten versions are compared, each once.", "versions");
        }

        List<(RatingsTable Table, Field Field)> tables = [];
        foreach (int version in versions)
        {
            ProtocolBody body = protocols.Published(read.Connection, project, version);
            Field field =
                body.Fields.FirstOrDefault(f => f.Id == form.Field)
                ?? throw Refused("study.field", $"Version {version} has no field {form.Field}.", "field");
            if (
                tables.Count > 0
                && (
                    field.Kind.Name != tables[0].Field.Kind.Name
                    || !(field.Options ?? [])
                        .Select(o => o.Id)
                        .SequenceEqual((tables[0].Field.Options ?? []).Select(o => o.Id))
                )
            )
            {
                throw Refused(
                    "study.versions",
                    $"{field.Title} asks otherwise in version {version} than in version {versions[0]}: its ratings cannot be compared.",
                    "versions"
                );
            }

            tables.Add((RatingsTable.Load(read.Connection, project, version, body), field));
        }

        return tables;
    }

    private static double? ThresholdOf(ReaderStudyForm form, RatingOrder order, StudyOutcome outcome) =>
        outcome is not (StudyOutcome.Sensitivity or StudyOutcome.Specificity)
            ? form.Threshold is null
                ? null
                : throw Refused("study.threshold", "An area has no threshold.", "threshold")
            : form.Threshold
                ?? order.Usual
                ?? throw Refused(
                    "study.threshold",
                    "Say from which number a case counts as called diseased.",
                    "threshold"
                );

    internal static RefusedException Refused(string code, string title, string where) =>
        new(new(code, title) { Where = where });
}
