using Overread.Domain.Intake;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Quality;
using Overread.Quality.Agreement;
using Overread.Quality.Subgroups;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Releases.Bundle;
using Overread.Server.Features.Releases.Regulators;

namespace Overread.Server.Features.Releases.Population;

/// <summary>
/// How often each label is given and how far readers agree, group by group (AI Act 10(2)(f), (g)): with intervals, and beside
/// it the same of all other items, an exact test of the difference, and that test corrected by Holm for all that the table
/// makes. Groups are those that may be named (<see cref="SmallCells"/>).
/// </summary>
internal sealed class PopulationQuality
{
    public const string Name = "quality/by-population.csv";

    /// <summary>
    /// One figure of one group. Rest is the same figure of the items of known groups that are not of this one, null where it is not
    /// compared; the p-value is of no difference, null where it is not tested.
    /// </summary>
    internal sealed record Row(
        string Field,
        string Trait,
        string Group,
        string Measure,
        string Answer,
        QualityRow Figure,
        int Items,
        int Subjects,
        double? Rest,
        double? PValue
    )
    {
        /// <summary>The p-value corrected for every test of the table.</summary>
        public double? Corrected { get; init; }
    }

    private readonly BundleContent _content;
    private readonly ReleasedRatings _ratings;

    public PopulationQuality(BundleContent content, ReleasedRatings ratings)
    {
        (_content, _ratings) = (content, ratings);
        var settled = ReleasedRatings.SettledByField(content);
        List<Row> rows =
        [
            .. ratings.Fields.SelectMany(f => Of(f, settled.GetValueOrDefault(f.Id, ReleasedRatings.NoLabels))),
        ];
        List<int> tested = [.. Enumerable.Range(0, rows.Count).Where(i => rows[i].PValue is not null)];
        IReadOnlyList<double> corrected = HolmCorrection.Of([.. tested.Select(i => rows[i].PValue!.Value)]);
        for (int i = 0; i < tested.Count; i++)
        {
            rows[tested[i]] = rows[tested[i]] with { Corrected = corrected[i] };
        }

        Rows = rows;
    }

    public IReadOnlyList<Row> Rows { get; }

    public string ToCsv()
    {
        CsvText csv = new(
            "field",
            "trait",
            "group",
            "measure",
            "answer",
            "value",
            "low",
            "high",
            "items",
            "subjects",
            "rest",
            "p",
            "p_holm",
            "differs",
            "state"
        );
        foreach (Row row in Rows)
        {
            csv.Row(
                row.Field,
                row.Trait,
                row.Group,
                row.Measure,
                row.Answer,
                row.Figure.Value,
                row.Figure.Low,
                row.Figure.High,
                row.Items,
                row.Subjects,
                row.Rest,
                Rounded(row.PValue),
                Rounded(row.Corrected),
                row.Corrected is { } p ? p < TargetTable.Level : null,
                row.Figure.State
            );
        }

        return csv.ToString();
    }

    private static double? Rounded(double? value) => value is { } v ? Math.Round(v, 9) : null;

    private IEnumerable<Row> Of(Field field, IReadOnlyDictionary<string, string> labels)
    {
        Dictionary<string, bool> unanimous = Unanimous(field);
        foreach (string trait in _content.Traits.Names)
        {
            if (TraitTables.HasGroups(field))
            {
                foreach (Row row in Rates(field, trait, labels))
                {
                    yield return row;
                }
            }

            foreach (Row row in Agreement(field, trait, unanimous))
            {
                yield return row;
            }
        }
    }

    /// <summary>The items that are asked for and of known groups, by the groups that may be named, and all of them.</summary>
    private (IEnumerable<(string Group, List<ItemFacts> Inside)> Named, List<ItemFacts> All) Groups(
        string trait,
        Func<string, bool> asked,
        Func<ItemFacts, string> columnOf
    )
    {
        List<ItemFacts> items =
        [
            .. _content.Items.Where(i => asked(i.Id) && _content.Traits.Of(i.Id, trait).Value is not null),
        ];
        HashSet<string> named = TraitTables.Named(_content, trait, items, columnOf);
        return (
            items
                .GroupBy(i => _content.Traits.Of(i.Id, trait).Value!, StringComparer.Ordinal)
                .Where(g => named.Contains(g.Key))
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => (g.Key, g.ToList())),
            items
        );
    }

    private IEnumerable<Row> Rates(Field field, string trait, IReadOnlyDictionary<string, string> labels)
    {
        var (groups, items) = Groups(trait, labels.ContainsKey, i => labels[i.Id]);
        string[] answers = [.. labels.Values.Distinct().Order(StringComparer.Ordinal)];
        Dictionary<string, int> all = Counted(items);
        foreach ((string group, List<ItemFacts> inside) in groups)
        {
            Dictionary<string, int> own = Counted(inside);
            foreach (string answer in answers)
            {
                int with = own.GetValueOrDefault(answer);
                yield return Share(
                    field,
                    trait,
                    group,
                    "rate",
                    answer,
                    inside,
                    with,
                    items.Count - inside.Count,
                    all.GetValueOrDefault(answer) - with
                );
            }
        }

        Dictionary<string, int> Counted(List<ItemFacts> of) =>
            of.CountBy(i => labels[i.Id], StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
    }

    private IEnumerable<Row> Agreement(Field field, string trait, Dictionary<string, bool> unanimous)
    {
        var (groups, items) = Groups(trait, unanimous.ContainsKey, _ => "all");
        int alike = items.Count(i => unanimous[i.Id]);
        foreach ((string group, List<ItemFacts> inside) in groups)
        {
            int with = inside.Count(i => unanimous[i.Id]);
            yield return Share(
                field,
                trait,
                group,
                "all readers alike",
                "",
                inside,
                with,
                items.Count - inside.Count,
                alike - with
            );
            HashSet<string> ids = [.. inside.Select(i => i.Id)];
            foreach (
                AgreementView.CoefficientRow figure in AgreementReport.CoefficientsOf(
                    _ratings.ReadsOf(field, ids.Contains)
                )
            )
            {
                QualityRow made = QualityRow.Of(figure);
                yield return new(
                    field.Id,
                    trait,
                    group,
                    made.Measure,
                    "",
                    made,
                    inside.Count,
                    inside.Subjects(),
                    null,
                    null
                );
            }
        }
    }

    // Items with two answers or more, and whether all are the same label.
    private Dictionary<string, bool> Unanimous(Field field)
    {
        (Ratings ratings, _) = _ratings.Of(field);
        Dictionary<string, bool> found = new(StringComparer.Ordinal);
        for (int i = 0; i < ratings.ItemCount; i++)
        {
            ReadOnlySpan<int> labels = ratings.CategoriesOf(i);
            if (labels.Length > 1)
            {
                found[_ratings.Items[i]] = labels.IndexOfAnyExcept(labels[0]) < 0;
            }
        }

        return found;
    }

    private static Row Share(
        Field field,
        string trait,
        string group,
        string measure,
        string answer,
        List<ItemFacts> inside,
        int with,
        int rest,
        int restWith
    )
    {
        double share = (double)with / inside.Count;
        ConfidenceInterval interval = ScoreInterval.OfShare(share, inside.Count);
        return new(
            field.Id,
            trait,
            group,
            measure,
            answer,
            QualityRow.Plain(measure, share, inside.Count) with
            {
                Low = interval.Low,
                High = interval.High,
            },
            inside.Count,
            inside.Subjects(),
            rest == 0 ? null : (double)restWith / rest,
            rest == 0 ? null : FisherExact.PValue(with, inside.Count, restWith, rest)
        );
    }
}
