using System.Globalization;
using Overread.Domain.Comparison;
using Overread.Domain.Protocols.Kinds;
using Overread.Quality;
using Overread.Quality.Agreement;
using Overread.Quality.Consensus;
using Overread.Server.Features.Comparison.Contracts;

namespace Overread.Server.Features.Comparison.Consensus;

/// <summary>
/// The catalogue of consensus methods: all of the quality library for categories, its chooser first; median and mean for
/// numbers; the field's own matcher for marks. A new method is a new entry here.
/// </summary>
internal static class ConsensusCatalogue
{
    /// <summary>The library's choice for categories, the median for numbers, the matcher for marks.</summary>
    public const string Auto = "auto";

    private static readonly Scale[] Categories = [Scale.Nominal, Scale.Ordinal];
    private static readonly Scale[] Measured = [Scale.Interval, Scale.Ratio];
    private static readonly Scale[] Marked = [Scale.Marks, Scale.Spans];

    public static IReadOnlyList<ConsensusEntry> All { get; } =
    [
        new(Auto, "The method that suits the field's scale and the data, with its reason.", Categories, Choose),
        .. ConsensusMethod.All.Select(m => new ConsensusEntry(m.Name, m.Summary, Categories, f => Named(f, m))),
        new(
            "median",
            "The number in the middle; the spread beside it.",
            Measured,
            f => Numbers(f, "median", Middle.Median)
        ),
        new("mean", "The mean of the numbers; the spread beside it.", Measured, f => Numbers(f, "mean", Middle.Mean)),
        new("matched", "The field's own rule: marks that more than half of the readers drew.", Marked, Matched),
    ];

    /// <summary>The entry of a name that is for that scale, or null.</summary>
    public static ConsensusEntry? Find(string name, Scale scale) =>
        All.FirstOrDefault(e => e.Name == name && e.Scales.Contains(scale));

    /// <summary>The entry that a scale takes where nothing, or a method for other scales, was asked for.</summary>
    public static ConsensusEntry Usual(Scale scale) => All.First(e => e.Scales.Contains(scale));

    private static (ConsensusChosen, IReadOnlyList<FieldOutcome>) Choose(FieldReads field)
    {
        (Ratings ratings, IReadOnlyList<LabelKey> keys) = field.Categories();
        if (ratings.Count == 0)
        {
            return Nothing(field, Auto);
        }

        if (Unlearnable(ratings) is { } why)
        {
            ConsensusResult votes = MajorityVote.Infer(ratings);
            return (Chosen(field, votes, "majority: " + why), Outcomes(field, votes, keys));
        }

        ConsensusChoice choice = ConsensusChooser.Infer(ratings);
        return (Chosen(field, choice.Result, choice.Reason), Outcomes(field, choice.Result, keys));
    }

    /// <summary>What the method that was asked for makes of categories, by the same rule as the labels of a consensus.</summary>
    public static ConsensusResult ResultOf(Ratings ratings, string asked, ConsensusOptions options) =>
        ConsensusMethod.All.FirstOrDefault(m => m.Name == asked) is { } named ? named.Infer(ratings, options)
        : Unlearnable(ratings) is null ? ConsensusChooser.Infer(ratings, options).Result
        : MajorityVote.Infer(ratings, options);

    // A model of readers' errors has to be identified by the labels: it takes three readers who share items (Hui and Walter
    // 1980, Biometrics 36:167; with two the errors of one explain those of the other), and more agreement than chance.
    private static string? Unlearnable(Ratings ratings) =>
        ratings.Readers.ToArray().Distinct().Count() < 3
            ? "the errors of fewer than three readers cannot be told apart."
        : KrippendorffAlpha.Of(ratings).Value is not > 0
            ? "readers agree no better than by chance, or all say the same, so nothing can be learnt of them."
        : null;

    private static (ConsensusChosen, IReadOnlyList<FieldOutcome>) Named(FieldReads field, ConsensusMethod method)
    {
        (Ratings ratings, IReadOnlyList<LabelKey> keys) = field.Categories();
        if (ratings.Count == 0)
        {
            return Nothing(field, method.Name);
        }

        ConsensusResult result = method.Infer(ratings, ConsensusOptions.Default);
        return (Chosen(field, result, result.Notice ?? "asked for"), Outcomes(field, result, keys));
    }

    private static (ConsensusChosen, IReadOnlyList<FieldOutcome>) Nothing(FieldReads field, string method) =>
        (
            new(field.Field.Id, method, method, "nobody answered the field", new Dictionary<string, string>()),
            new FieldOutcome[field.ItemCount]
        );

    private static ConsensusChosen Chosen(FieldReads field, ConsensusResult result, string reason) =>
        new(
            field.Field.Id,
            "",
            result.Method,
            reason,
            new Dictionary<string, string>
            {
                ["acceptAt"] = result.AcceptAt.ToString("R", CultureInfo.InvariantCulture),
                ["seed"] = result.Seed.ToString(CultureInfo.InvariantCulture),
                ["iterations"] = result.Trace.Iterations.ToString(CultureInfo.InvariantCulture),
                ["converged"] = result.Trace.Converged ? "true" : "false",
            }
        );

    private static FieldOutcome[] Outcomes(FieldReads field, ConsensusResult result, IReadOnlyList<LabelKey> keys) =>
        [
            .. Enumerable
                .Range(0, field.ItemCount)
                .Select(i =>
                    result.Statuses[i] == ItemStatus.Unread
                        ? default
                        : new FieldOutcome(
                            result.Labels[i] < 0 ? null : keys[result.Labels[i]].Text(field.Field),
                            result.ProbabilityOf(i)
                        )
                ),
        ];

    private static (ConsensusChosen, IReadOnlyList<FieldOutcome>) Numbers(
        FieldReads field,
        string name,
        Func<IReadOnlyCollection<double>, double> middle
    )
    {
        double[,] numbers = field.Numbers();
        FieldOutcome[] items = new FieldOutcome[field.ItemCount];
        for (int i = 0; i < items.Length; i++)
        {
            double[] given =
            [
                .. Enumerable.Range(0, numbers.GetLength(1)).Select(r => numbers[i, r]).Where(v => !double.IsNaN(v)),
            ];
            if (given.Length > 0)
            {
                NumberKey label = new(middle(given));
                items[i] = new(
                    label.Text(field.Field),
                    null,
                    Spread(given),
                    given.Count(v => label.IsNear(new(v), field.Rule))
                );
            }
        }

        Dictionary<string, string> parameters = [];
        if (field.Rule is { } rule)
        {
            parameters[rule.Measure] = rule.Threshold.ToString("R", CultureInfo.InvariantCulture);
        }

        return (new(field.Field.Id, name, name, "the field asks for a number", parameters), items);
    }

    // None of fewer than two numbers, or where the squares are too large to compute.
    private static double? Spread(double[] given)
    {
        double mean = given.Average();
        double spread = Math.Sqrt(given.Sum(v => (v - mean) * (v - mean)) / (given.Length - 1));
        return given.Length > 1 && double.IsFinite(spread) ? spread : null;
    }

    // The label and its support come from the comparison, which is where marks are matched.
    private static (ConsensusChosen, IReadOnlyList<FieldOutcome>) Matched(FieldReads field) =>
        (
            new(
                field.Field.Id,
                "matched",
                "matched",
                "the field asks for marks",
                new Dictionary<string, string>
                {
                    [field.Rule!.Measure] =
                        field.Rule.Threshold.ToString("R", CultureInfo.InvariantCulture)
                        + (field.Rule.Unit is { } unit ? " " + unit : ""),
                }
            ),
            new FieldOutcome[field.ItemCount]
        );
}
