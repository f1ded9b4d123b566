using Overread.Domain.Intake;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Quality;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Releases.Bundle;

namespace Overread.Server.Features.Releases.Regulators;

/// <summary>
/// Agreement and prevalence per field within subgroups of the released items (AI Act article 10(2)(e) to (h); STARD-AI
/// 27): by split, kind, modality and batch, which is what the record knows of an item.
/// </summary>
internal sealed class SubgroupQuality
{
    /// <summary>Items below which a cell is marked small: its figures say little, and little hides in it.</summary>
    public const int SmallCell = 11;

    /// <summary>One row of <c>quality/by-subgroup.csv</c>.</summary>
    /// <param name="Items">Released items of the group in which the field was answered.</param>
    internal sealed record Row(
        string Field,
        string Subgroup,
        string Group,
        string Answer,
        QualityRow Figure,
        int Items,
        int Readers
    );

    private readonly Dictionary<string, ItemFacts> _facts;

    public SubgroupQuality(BundleContent content, ReleasedRatings ratings)
    {
        _facts = content.Items.ToDictionary(i => i.Id);
        List<(string Name, Func<ItemFacts, string> Of)> subgroups =
        [
            ("released", _ => "all"),
            ("split", i => content.SplitOf[i.Subject]),
            ("kind", i => i.Kind),
            ("modality", i => i.Modality ?? "unknown"),
            ("batch", i => i.Batch ?? "none"),
        ];
        Rows = [.. ratings.Fields.SelectMany(f => subgroups.SelectMany(s => Of(f, s.Name, s.Of, ratings)))];
    }

    public IReadOnlyList<Row> Rows { get; }

    public string ToCsv()
    {
        CsvText csv = new(
            "field",
            "subgroup",
            "group",
            "measure",
            "answer",
            "value",
            "low",
            "high",
            "items",
            "readers",
            "state",
            "small"
        );
        foreach (Row row in Rows)
        {
            QualityRow f = row.Figure;
            csv.Row(
                row.Field,
                row.Subgroup,
                row.Group,
                f.Measure,
                row.Answer,
                f.Value,
                f.Low,
                f.High,
                row.Items,
                row.Readers,
                f.State,
                row.Items < SmallCell
            );
        }

        return csv.ToString();
    }

    private IEnumerable<Row> Of(Field field, string subgroup, Func<ItemFacts, string> groupOf, ReleasedRatings released)
    {
        string[] groups = [.. released.Items.Select(i => groupOf(_facts[i]))];
        foreach (string group in groups.Distinct().Order(StringComparer.Ordinal))
        {
            FieldReads reads = released.ReadsOf(field, item => groupOf(_facts[item]) == group);
            (Ratings inside, IReadOnlyList<LabelKey> keys) = reads.Categories();
            int items = Enumerable.Range(0, inside.ItemCount).Count(i => !inside.ReadersOf(i).IsEmpty);
            int readers = inside.Readers.ToArray().Distinct().Count();
            Row Made(QualityRow figure, string answer = "") =>
                new(field.Id, subgroup, group, answer, figure, items, readers);
            if (field.Kind.Scale is not (Scale.Interval or Scale.Ratio))
            {
                double[] shares = inside.Prevalence();
                for (int k = 0; k < keys.Count; k++)
                {
                    yield return Made(QualityRow.Plain("prevalence", shares[k], items), keys[k].Text(field));
                }
            }

            foreach (AgreementView.CoefficientRow figure in AgreementReport.CoefficientsOf(reads))
            {
                yield return Made(QualityRow.Of(figure));
            }
        }
    }
}
