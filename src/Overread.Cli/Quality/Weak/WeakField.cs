using Overread.Cli.Quality.Files;
using Overread.Quality;
using Overread.Quality.Agreement;
using Overread.Quality.Consensus;
using Overread.Quality.Selection;
using Overread.Quality.WeakSupervision;

namespace Overread.Cli.Quality.Weak;

/// <summary>The weak labels of one field, and how many votes of each function a truth bears out.</summary>
/// <param name="Labels">The labels.</param>
/// <param name="Functions">What each function does.</param>
/// <param name="Dependencies">Pairs that agree more than their accuracies explain.</param>
/// <param name="Truth">Category per item, −1 where unknown; null without a truth.</param>
/// <param name="Notice">Why accuracies were not learnt; null where they were.</param>
internal sealed record WeakField(
    FieldConsensus Labels,
    IReadOnlyList<FunctionSummary> Functions,
    IReadOnlyList<(int First, int Second, double Excess)> Dependencies,
    int[]? Truth,
    string? Notice
)
{
    /// <summary>Items with two votes or more from which on accuracies are learnt: agreement is all that they are learnt of.</summary>
    internal const int Fewest = 30;

    /// <summary>Learns accuracies and labels of every field of a table of votes.</summary>
    internal static List<WeakField> Of(
        LabelFile votes,
        string method,
        ConsensusOptions options,
        GoldFile? truth,
        FileReading reading
    )
    {
        List<WeakField> fields = [];
        for (int i = 0; i < votes.FieldNames.Count; i++)
        {
            string? name = votes.FieldNames[i];
            (Ratings ratings, IReadOnlyList<string> categories, IReadOnlyList<string> items) = votes.Field(
                i,
                RepeatPolicy.KeepFirst
            );
            if (categories.Count == 0)
            {
                reading.Note(votes.Path, $"no function votes in the field {name}; it is left out.");
                continue;
            }

            if (method == "triplets" && (categories.Count != 2 || ratings.ReaderCount < 3))
            {
                throw new FileError(
                    votes.Path,
                    0,
                    $"{(name is null ? "" : $"the field {name}: ")}triplets need two categories and three functions or more; there are {categories.Count} and {ratings.ReaderCount}. --method generative takes any."
                );
            }

            WeakLabels learnt =
                method == "triplets" ? LabelModel.Triplets(ratings, options) : LabelModel.Generative(ratings, options);
            (ConsensusResult result, IReadOnlyList<FunctionSummary> functions, string? notice) = Believed(
                learnt,
                ratings,
                options
            );
            int[]? gold = truth?.Of(items, name, categories);
            FieldConsensus labels = new(
                name,
                ratings,
                items,
                categories,
                result,
                gold is null ? null : FieldConsensus.Against(result, gold),
                notice
            );
            fields.Add(new WeakField(labels, functions, notice is null ? learnt.Dependencies : [], gold, notice));
        }

        return fields.Count > 0 ? fields : throw new FileError(votes.Path, 0, "no function votes on any item.");
    }

    /// <summary>
    /// What was learnt, where there was enough to learn of; else the majority of votes. From a handful of items a model is as sure of
    /// one function as of its opposite, and would turn votes around.
    /// </summary>
    private static (ConsensusResult, IReadOnlyList<FunctionSummary>, string?) Believed(
        WeakLabels learnt,
        Ratings ratings,
        ConsensusOptions options
    )
    {
        int joint = Enumerable.Range(0, ratings.ItemCount).Count(item => ratings.ReadersOf(item).Length > 1);
        return joint >= Fewest
            ? (learnt.Result, learnt.Functions, null)
            : (
                ConsensusMethod.Named("majority").Infer(ratings, options),
                [.. learnt.Functions.Select(function => function with { Accuracy = null, Interval = null })],
                $"{joint} items with two votes or more are too few to learn of ({Fewest} are needed): labels go by the majority of votes, accuracies are unknown."
            );
    }

    /// <summary>Whether a function was asked in this field at all; functions of other fields never vote here.</summary>
    internal bool Votes(int function) => Functions[function].Coverage > 0;

    /// <summary>How many of a function's votes on items with a truth are right; null without a truth.</summary>
    internal (int Right, int Checked, ConfidenceInterval? Interval)? BorneOut(int function)
    {
        if (Truth is not { } truth)
        {
            return null;
        }

        (int right, int known) = (0, 0);
        for (int item = 0; item < truth.Length; item++)
        {
            int at = Labels.Ratings.ReadersOf(item).IndexOf(function);
            if (at >= 0 && truth[item] != -1)
            {
                known++;
                right += Labels.Ratings.CategoriesOf(item)[at] == truth[item] ? 1 : 0;
            }
        }

        return (right, known, known == 0 ? null : DefectRate.Interval(right, known));
    }
}
