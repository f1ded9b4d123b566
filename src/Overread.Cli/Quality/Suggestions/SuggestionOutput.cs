using System.Globalization;
using System.Text.Json;
using Overread.Quality.Suggestions;

namespace Overread.Cli.Quality.Suggestions;

/// <summary>What suggestions do to readers, for people and programs.</summary>
internal sealed class SuggestionOutput(
    string path,
    IReadOnlyList<string> readers,
    IReadOnlyList<SuggestionFigures> figures,
    SuggestionFigures all,
    IReadOnlyList<OverTrust> tests,
    IReadOnlyList<OverTrustVerdict> verdicts,
    double tolerated
)
{
    private static readonly (string Name, string Says, Func<SuggestionFigures, CountedShare> Of)[] s_shares =
    [
        ("accepted", "final answers that are the suggestion", f => f.Accepted),
        ("persuaded", "of other first answers, those given up for the suggestion", f => f.Persuaded),
        ("toRight", "wrong first answers that became right", f => f.ToRight),
        ("toWrong", "right first answers that became wrong", f => f.ToWrong),
        ("followsRight", "right suggestions that were followed", f => f.FollowsRight),
        ("followsWrong", "wrong suggestions that were followed", f => f.FollowsWrong),
        ("rightWith", "right answers with a suggestion", f => f.RightWith),
        ("rightWithout", "right answers without", f => f.RightWithout),
    ];

    internal static string Words(OverTrustVerdict verdict) =>
        verdict switch
        {
            OverTrustVerdict.OverTrusts => "over-trusts",
            OverTrustVerdict.NotShown => "not shown",
            _ => "unknown",
        };

    /// <summary>One row per reader and figure; the reader is empty for all together.</summary>
    internal ResultTable Table()
    {
        (string Reader, string Figure, CountedShare Share)[] rows =
        [
            .. Everybody().SelectMany(own => s_shares.Select(share => (own.Name, share.Name, share.Of(own.Figures)))),
        ];
        return new ResultTable()
            .Text("reader", rows.Select(row => row.Reader))
            .Text("figure", rows.Select(row => row.Figure))
            .Whole("count", rows.Select(row => row.Share.Count))
            .Whole("of", rows.Select(row => row.Share.Of))
            .Number("share", rows.Select(row => row.Share.Value))
            .Number("low", rows.Select(row => row.Share.Interval?.Low))
            .Number("high", rows.Select(row => row.Share.Interval?.High));
    }

    internal void WriteText(TextWriter output)
    {
        TextTable shares = new("all readers", "count", "of", "share", "low", "high");
        foreach ((_, string says, Func<SuggestionFigures, CountedShare> of) in s_shares)
        {
            CountedShare share = of(all);
            shares.Add(
                says,
                Whole(share.Count),
                Whole(share.Of),
                TextTable.Short(share.Value),
                TextTable.Short(share.Interval?.Low),
                TextTable.Short(share.Interval?.High)
            );
        }

        shares.Write(output);
        output.WriteLine(Times());
        output.WriteLine();
        TextTable table = new(
            "reader",
            "reads",
            "accepted",
            "to right",
            "to wrong",
            "wrong followed",
            "of",
            "p",
            "over-trust"
        );
        for (int reader = 0; reader < readers.Count; reader++)
        {
            SuggestionFigures own = figures[reader];
            table.Add(
                readers[reader],
                Whole(own.Reads),
                TextTable.Short(own.Accepted.Value),
                TextTable.Short(own.ToRight.Value),
                TextTable.Short(own.ToWrong.Value),
                Whole(tests[reader].Followed),
                Whole(tests[reader].Wrong),
                TextTable.Short(tests[reader].P, 4),
                Words(verdicts[reader])
            );
        }

        table.Write(output);
        output.WriteLine(Sentence());
    }

    internal void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("file", path);
        json.WriteNumber("tolerated", tolerated);
        json.WriteString("says", Sentence());
        json.WriteStartObject("all");
        WriteFigures(json, all);
        json.WriteEndObject();
        json.WriteStartArray("readers");
        for (int reader = 0; reader < readers.Count; reader++)
        {
            json.WriteStartObject();
            json.WriteString("reader", readers[reader]);
            WriteFigures(json, figures[reader]);
            json.WriteStartObject("overTrust");
            json.WriteString("test", tests[reader].Test);
            json.WriteNumber("followed", tests[reader].Followed);
            json.WriteNumber("of", tests[reader].Wrong);
            json.Number("p", tests[reader].P);
            json.WriteString("verdict", Words(verdicts[reader]));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFigures(Utf8JsonWriter json, SuggestionFigures own)
    {
        json.WriteNumber("reads", own.Reads);
        json.WriteNumber("suggested", own.Suggested);
        foreach ((string name, _, Func<SuggestionFigures, CountedShare> of) in s_shares)
        {
            CountedShare share = of(own);
            json.WriteStartObject(name);
            json.WriteNumber("count", share.Count);
            json.WriteNumber("of", share.Of);
            json.Number("share", share.Value);
            json.Number("low", share.Interval?.Low);
            json.Number("high", share.Interval?.High);
            json.WriteEndObject();
        }

        json.WriteStartObject("seconds");
        json.Number("with", own.Time.With);
        json.Number("without", own.Time.Without);
        json.Number("ratio", own.Time.Ratio);
        json.Number("low", own.Time.Interval?.Low);
        json.Number("high", own.Time.Interval?.High);
        json.WriteEndObject();
    }

    private IEnumerable<(string Name, SuggestionFigures Figures)> Everybody() =>
        readers.Zip(figures).Append((string.Empty, all));

    private string Times() =>
        all.Time is not { Ratio: { } ratio } time
            ? "time: unknown, since not both kinds of read have seconds."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"time: {time.With:F1} s with a suggestion, {time.Without:F1} s without (geometric means), ratio {ratio:F2}"
            )
                + (
                    time.Interval is { } interval
                        ? string.Create(
                            CultureInfo.InvariantCulture,
                            $" ({interval.Low:F2} to {interval.High:F2}, reads taken as independent)."
                        )
                        : "."
                );

    private string Sentence()
    {
        int accused = verdicts.Count(verdict => verdict == OverTrustVerdict.OverTrusts);
        int unknown = verdicts.Count(verdict => verdict == OverTrustVerdict.Unknown);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{accused} of {readers.Count} readers follow wrong suggestions more than is tolerated ({tolerated} of those that differ from their own first answer; without first answers: beyond their own errors); the chance that any careful one is among them is at most 5 % (exact one-sided tests, Holm). Of {unknown} too little is known. Not shown does not mean careful."
        );
    }

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);
}
