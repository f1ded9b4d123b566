using Overread.Domain.Marks;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Quality.Agreement;
using Overread.Server.Features.Reads.Contracts;

namespace Overread.Server.Features.Comparison.Contracts;

/// <summary>
/// How far a reader agrees with the others, who do not include the reader: per item the mean share of the other readers'
/// answers that say the same, disputes and ties counted as they are; marks by the field's rule. With one field this is the
/// reader's part of percent agreement. Measured numbers are left out: they are never simply the same.
/// </summary>
/// <param name="Value">Mean over items, 0 to 1.</param>
/// <param name="Low">Lower limit of Wilson's 95 % interval over items; on the safe side, since shares of an item vary less than a yes or no.</param>
/// <param name="High">Upper limit.</param>
/// <param name="Items">Items that somebody else read too.</param>
internal sealed record ReaderAgreement(double Value, double Low, double High, long Items)
{
    /// <summary>By pseudonym; a reader whose items nobody else read is not in it.</summary>
    public static IReadOnlyDictionary<string, ReaderAgreement> Of(RatingsTable table)
    {
        Dictionary<string, (double Sum, long Items)> totals = [];
        List<(Field Field, FieldReads Reads)> fields =
        [
            .. table
                .Fields.Where(f => f.Kind.Scale is not (Scale.Interval or Scale.Ratio))
                .Select(f => (f, table.Of(f))),
        ];
        foreach (string item in table.Items)
        {
            Dictionary<string, (double Same, int Pairs)> shares = [];
            foreach ((Field field, FieldReads reads) in fields)
            {
                List<(string Reader, LabelKey Key, IReadOnlyList<Mark> Marks)> given =
                [
                    .. table
                        .AnsweredOf(item, field)
                        .Select(r => (r.Reader, field.KeyOf(r.Read.Answers[field.Id]), MarksOf(r, field))),
                ];
                foreach ((string reader, LabelKey key, IReadOnlyList<Mark> marks) in given)
                {
                    (double same, int pairs) = shares.GetValueOrDefault(reader);
                    foreach ((string Reader, LabelKey Key, IReadOnlyList<Mark> Marks) other in given)
                    {
                        if (other.Reader != reader)
                        {
                            same += Likeness(reads, field, key, marks, other.Key, other.Marks);
                            pairs++;
                        }
                    }

                    shares[reader] = (same, pairs);
                }
            }

            foreach ((string reader, (double same, int pairs)) in shares.Where(s => s.Value.Pairs > 0))
            {
                (double sum, long items) = totals.GetValueOrDefault(reader);
                totals[reader] = (sum + (same / pairs), items + 1);
            }
        }

        return totals.ToDictionary(t => t.Key, t => From(t.Value.Sum / t.Value.Items, t.Value.Items));
    }

    private static ReaderAgreement From(double value, long items)
    {
        // A mean of shares may lie a last digit beyond 1.
        ConfidenceInterval interval = ScoreInterval.OfShare(Math.Clamp(value, 0, 1), items);
        return new(value, interval.Low, interval.High, items);
    }

    private static IReadOnlyList<Mark> MarksOf(ReadRow row, Field field) =>
        field.HasMarks ? [.. row.Read.Marks.Where(m => m.Field == field.Id)] : [];

    private static double Likeness(
        FieldReads reads,
        Field field,
        LabelKey first,
        IReadOnlyList<Mark> firstMarks,
        LabelKey second,
        IReadOnlyList<Mark> secondMarks
    )
    {
        if (first != second)
        {
            return 0;
        }

        return field.HasMarks && first is StateKey { State: AnswerState.Present }
            ? reads.Match(firstMarks, secondMarks).F1 ?? 1
            : 1;
    }
}
