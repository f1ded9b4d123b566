using System.Globalization;
using Overread.Quality.Suggestions;
using Overread.Server.Access;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Models;

/// <summary>
/// The bias report: what suggestions did to each reader, from the record, by the same functions as the command's report over a file.
/// </summary>
internal static class ReportSuggestions
{
    private const double Tolerated = 0.1;

    // The chance that any careful reader of a project is accused.
    private const double Level = 0.05;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/projects/{project}/suggestions/report", Show)
            .Needs(Action.SeeModels)
            .Says(
                "report-suggestions",
                "Shows per model and reader what suggestions did: acceptance, switches to right and to wrong, time, over-trust, with intervals."
            );

    private static async Task<SuggestionReport> Show(
        string project,
        Caller caller,
        IDatabase database,
        ProtocolStore protocols
    )
    {
        SuggestionReport report;
        using (ReadLease lease = database.Read())
        {
            SuggestedAnswers answers = SuggestedAnswers.Of(lease, project, protocols);
            Dictionary<string, string> names = MemberTable.Pseudonyms(lease.Connection, project);
            report = new(
                Tolerated,
                "decisions",
                [.. answers.Models.Select(m => Of(m.Model, m.Version, m.Sha256, answers, names))]
            );
        }

        // It tells how others answered, if only in sum: whoever saw it reads none of it blind.
        if (report.Models.Count > 0)
        {
            await Looks.Record(database, caller, "suggestions", project, [], project);
        }

        return report;
    }

    private static SuggestionReport.ModelReport Of(
        string model,
        string version,
        string sha256,
        SuggestedAnswers answers,
        Dictionary<string, string> names
    )
    {
        List<SuggestedRead> reads = answers.OfModel(model, version);
        IGrouping<int, SuggestedRead>[] readers = [.. reads.GroupBy(r => r.Reader)];
        OverTrust[] tests = [.. readers.Select(own => OverTrust.Of([.. own], Tolerated))];
        OverTrustVerdict[] verdicts = OverTrust.Verdicts(tests, Level);
        return new(
            model,
            version,
            sha256,
            reads.Count,
            reads.Count(r => r.Truth >= 0),
            Sentence(verdicts),
            FiguresOf(reads),
            [
                .. readers
                    .Select(
                        (own, i) =>
                            new SuggestionReport.ReaderReport(
                                names.GetValueOrDefault(answers.Readers[own.Key], "?"),
                                FiguresOf([.. own]),
                                tests[i].Followed,
                                tests[i].Wrong,
                                tests[i].P,
                                verdicts[i] switch
                                {
                                    OverTrustVerdict.OverTrusts => "over-trusts",
                                    OverTrustVerdict.NotShown => "not-shown",
                                    _ => "unknown",
                                }
                            )
                    )
                    .OrderBy(r => r.Reader, StringComparer.Ordinal),
            ]
        );
    }

    private static SuggestionReport.BiasFigures FiguresOf(IReadOnlyCollection<SuggestedRead> reads)
    {
        SuggestionFigures figures = SuggestionFigures.Of(reads);
        return new(
            ShareOf(figures.Accepted),
            ShareOf(figures.Persuaded),
            ShareOf(figures.ToRight),
            ShareOf(figures.ToWrong),
            ShareOf(figures.FollowsWrong),
            ShareOf(figures.FollowsRight),
            ShareOf(figures.RightWith),
            ShareOf(figures.RightWithout),
            figures.Time.With,
            figures.Time.Without,
            figures.Time.Ratio,
            figures.Time.Interval?.Low,
            figures.Time.Interval?.High
        );
    }

    private static SuggestionReport.BiasShare ShareOf(CountedShare share) =>
        new(share.Count, share.Of, share.Value, share.Interval?.Low, share.Interval?.High);

    private static string Sentence(OverTrustVerdict[] verdicts)
    {
        int accused = verdicts.Count(v => v == OverTrustVerdict.OverTrusts);
        int unknown = verdicts.Count(v => v == OverTrustVerdict.Unknown);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{accused} of {verdicts.Length} readers follow wrong suggestions more often than the tolerated {100 * Tolerated:0} %; the chance that any careful one is among them is at most {100 * Level:0} %. Of {unknown} too little is known. Not shown does not mean careful."
        );
    }
}
