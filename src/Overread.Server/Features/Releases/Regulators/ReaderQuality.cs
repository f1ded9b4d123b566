using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Quality;
using Overread.Quality.Agreement;
using Overread.Quality.Consensus;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Comparison.Contracts.Agreement;
using Overread.Server.Features.Reads.Contracts;
using Overread.Server.Features.Releases.Bundle;

namespace Overread.Server.Features.Releases.Regulators;

/// <summary>
/// What each reader contributed and how they agree: with the released label, of which they are a part, and with the majority
/// of the other readers, of which they are not (Cohen 1960; Gwet 2008).
/// </summary>
internal sealed class ReaderQuality
{
    /// <summary>One row of <c>quality/by-reader.csv</c>.</summary>
    /// <param name="Field">Field id; empty for the reader's work as a whole.</param>
    internal sealed record Row(string Reader, string Field, QualityRow Figure);

    private readonly ReleasedRatings _ratings;

    public ReaderQuality(ReleasedRatings ratings)
    {
        _ratings = ratings;
        Rows = [.. ratings.Readers.SelectMany(Work), .. ratings.Fields.SelectMany(Agreement)];
        Rows =
        [
            .. Rows.Select((row, i) => (row, i))
                .OrderBy(r => r.row.Reader, StringComparer.Ordinal)
                .ThenBy(r => r.i)
                .Select(r => r.row),
        ];
    }

    public IReadOnlyList<Row> Rows { get; }

    public string ToCsv()
    {
        CsvText csv = new("reader", "field", "measure", "value", "low", "high", "items", "state");
        foreach ((string reader, string field, QualityRow f) in Rows)
        {
            csv.Row(reader, field, f.Measure, f.Value, f.Low, f.High, f.Items, f.State);
        }

        return csv.ToString();
    }

    private IEnumerable<Row> Work(string reader)
    {
        List<ReadRow> reads = [.. _ratings.Reads.Where(r => r.Reader == reader)];
        double[] seconds = [.. reads.Select(r => r.Read.Seconds).OfType<double>().Order()];
        // Nobody reads in no time: all zeros come from a client that did not measure.
        bool timed = seconds.Any(s => s > 0);
        string? state = timed ? null : "not-measured";
        double? hours = timed ? Math.Round(seconds.Sum() / 3600, 4) : null;
        double? median = timed ? (seconds[(seconds.Length - 1) / 2] + seconds[seconds.Length / 2]) / 2 : null;
        yield return new(reader, "", QualityRow.Plain("reads", reads.Count, reads.Count));
        yield return new(reader, "", QualityRow.Plain("hours", hours, seconds.Length, state));
        yield return new(reader, "", QualityRow.Plain("median-seconds", median, seconds.Length, state));
    }

    private IEnumerable<Row> Agreement(Field field) =>
        field.Kind.Scale switch
        {
            Scale.Interval or Scale.Ratio => Measured(field),
            Scale.Marks or Scale.Spans => Marked(field),
            _ => Categories(field),
        };

    // How far a reader lies from the mean of the others on one item, in the field's unit.
    private IEnumerable<Row> Measured(Field field)
    {
        FieldReads reads = _ratings.ReadsOf(field);
        double[,] numbers = reads.Numbers();
        int readers = reads.ReaderNames.Count;
        for (int reader = 0; reader < readers; reader++)
        {
            List<double> apart = [];
            for (int item = 0; item < numbers.GetLength(0); item++)
            {
                double[] others =
                [
                    .. Enumerable
                        .Range(0, readers)
                        .Where(r => r != reader)
                        .Select(r => numbers[item, r])
                        .Where(v => !double.IsNaN(v)),
                ];
                if (!double.IsNaN(numbers[item, reader]) && others.Length > 0)
                {
                    apart.Add(numbers[item, reader] - others.Average());
                }
            }

            string? state = apart.Count < 2 ? "too-few-items" : null;
            double bias = apart.Count == 0 ? 0 : apart.Average();
            double? deviation =
                apart.Count < 2 ? null : Math.Sqrt(apart.Sum(d => (d - bias) * (d - bias)) / (apart.Count - 1));
            string name = reads.ReaderNames[reader];
            yield return new(
                name,
                field.Id,
                QualityRow.Plain("other-readers-bias", state is null ? bias : null, apart.Count, state)
            );
            yield return new(
                name,
                field.Id,
                QualityRow.Plain("other-readers-difference-sd", deviation, apart.Count, state)
            );
        }
    }

    // How much of the others' marks a reader found, and how much of the reader's the others have.
    private IEnumerable<Row> Marked(Field field)
    {
        FieldReads reads = _ratings.ReadsOf(field);
        foreach (AgreementView.DetectionRow r in MarksAgreement.Detection(reads))
        {
            double? f1 = MarksAgreement.OfReader(reads, reads.ReaderNames.ToList().IndexOf(r.Reader));
            static QualityRow Share(string measure, long part, long all, int items) =>
                QualityRow.Plain(measure, all == 0 ? null : (double)part / all, items, all == 0 ? "no-marks" : null);
            yield return new(
                r.Reader,
                field.Id,
                QualityRow.Plain("other-readers-matched-f1", f1, r.Items, f1 is null ? "no-marks" : null)
            );
            yield return new(r.Reader, field.Id, Share("other-readers-marks-found", r.Found, r.Others, r.Items));
            yield return new(r.Reader, field.Id, Share("own-marks-shared", r.Shared, r.Own, r.Items));
        }
    }

    private IEnumerable<Row> Categories(Field field)
    {
        (Ratings ratings, IReadOnlyList<string> labels) = _ratings.Of(field);
        (int[] settled, IReadOnlyList<string> all) = _ratings.SettledOf(field, labels);
        for (int reader = 0; reader < ratings.ReaderCount; reader++)
        {
            string name = _ratings.Readers[reader];
            Ratings released = Against(ratings, reader, settled, all.Count);
            yield return new(name, field.Id, QualityRow.Of("released-label-percent", PercentAgreement.Of(released)));
            Ratings rest = Against(ratings, reader, OthersOf(ratings, reader), labels.Count);
            yield return new(name, field.Id, QualityRow.Of("other-readers-percent", PercentAgreement.Of(rest)));
            yield return new(name, field.Id, QualityRow.Of("other-readers-cohen-kappa", CohenKappa.Of(rest, 0, 1)));
            yield return new(name, field.Id, QualityRow.Of("other-readers-gwet-ac1", GwetAc1.Of(rest)));
        }
    }

    /// <summary>The label that most other readers gave to each item; -1 for a tie or where nobody else read.</summary>
    private static int[] OthersOf(Ratings ratings, int reader)
    {
        int[] others = [.. Enumerable.Range(0, ratings.ReaderCount).Where(r => r != reader)];
        Ratings rest = ratings.OfReaders(others);
        int[] none = new int[ratings.ItemCount];
        Array.Fill(none, -1);
        return rest.Count == 0 ? none : MajorityVote.Infer(rest).Labels.ToArray();
    }

    /// <summary>A reader's labels beside reference labels, as ratings of two, over the items that have both.</summary>
    private static Ratings Against(Ratings ratings, int reader, int[] reference, int categories)
    {
        List<(int Own, int Other)> pairs = [];
        for (int item = 0; item < ratings.ItemCount; item++)
        {
            int at = ratings.ReadersOf(item).IndexOf(reader);
            if (at >= 0 && reference[item] >= 0)
            {
                pairs.Add((ratings.CategoriesOf(item)[at], reference[item]));
            }
        }

        return Ratings.FromTable(
            [.. pairs.SelectMany(p => (int[])[p.Own, p.Other])],
            readerCount: 2,
            Math.Max(categories, 1)
        );
    }
}
