namespace Overread.Quality.Consensus;

/// <summary>
/// Several models of readers, each weighted by how well it foretells labels that it was not shown: stacking of predictive distributions
/// (Yao, Vehtari, Simpson and Gelman 2018, Bayesian Analysis 13:917). The weights are those under which the mixture gives the held-out
/// labels the highest likelihood; the posterior is the mixture of the models' posteriors. No truth is looked at, no limit is set.
/// </summary>
/// <remarks>
/// The models are <see cref="HierarchicalDawidSkene"/>; <see cref="ReaderHabits"/> and, from three categories on,
/// <see cref="OrdinalDawidSkene"/>; and <see cref="ItemEffects"/>. An order of the categories has weight only where it foretells labels.
/// Beyond <see cref="MostForEffects"/> categories item effects, and beyond <see cref="MostForHabits"/> habits, would take q⁴ operations
/// per item or reader and are left out. Costs up to five fits of every model: seconds for a hundred thousand labels.
/// </remarks>
public static class StackedModels
{
    internal const int MostForEffects = 12;
    internal const int MostForHabits = 32;

    /// <summary>A weight below it changes no posterior by more; such a model is not fitted to all labels.</summary>
    private const double Negligible = 1e-3;

    private const int MostSteps = 1000;

    /// <summary>Weighs the models and mixes their posteriors.</summary>
    /// <param name="ratings">The ratings; categories in their order where they have one.</param>
    /// <param name="options">As for the models; null for the defaults.</param>
    /// <returns>The mixture; its notice says the weights.</returns>
    public static ConsensusResult Infer(Ratings ratings, ConsensusOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        options ??= ConsensusOptions.Default;
        ConsensusInput.Check(ratings, options);
        int q = ratings.CategoryCount;
        (string[] names, double[] weights) =
            q < 2 || ratings.Count == 0 ? (["hierarchical"], [1.0]) : Weigh(ratings, options);
        double[] mean = new double[ratings.ItemCount * q];
        ConvergenceTrace trace = ConvergenceTrace.None;
        Func<int, double[,]?> tables = _ => null;
        double heaviest = 0;
        for (int model = 0; model < names.Length; model++)
        {
            if (weights[model] == 0)
            {
                continue;
            }

            ConsensusResult one = Fit(names[model], ratings, options);
            for (int i = 0; i < mean.Length; i++)
            {
                mean[i] += weights[model] * one.Posteriors[i];
            }

            if (weights[model] > heaviest)
            {
                (heaviest, trace, tables) = (weights[model], one.Trace, reader => one.Readers[reader].Confusion);
            }
        }

        return new ConsensusResult("stacked", ratings, mean, options.AcceptAt ?? DawidSkene.ModelAcceptance, options)
        {
            ClassBalance = MajorityVote.ClassShares(mean, q),
            Readers = ReaderEstimates.Of(ratings, mean, confusion: tables),
            Trace = trace,
            Notice = "labels that were held out are foretold best by " + Shares(names, weights) + ".",
        };
    }

    /// <summary>The names of the models and their weights, which sum to 1.</summary>
    internal static (string[] Names, double[] Weights) Weigh(Ratings ratings, ConsensusOptions options)
    {
        int q = ratings.CategoryCount;
        HeldOutPrediction heldOut = new(ratings, options);
        List<(string Name, double[] Foretold)> models = [("hierarchical", heldOut.OfHierarchy())];
        if (q <= MostForHabits)
        {
            models.Add(("habits", heldOut.OfHabits(ordered: false)));
        }

        if (q is > 2 and <= MostForHabits)
        {
            models.Add(("ordinal", heldOut.OfHabits(ordered: true)));
        }

        if (q <= MostForEffects)
        {
            models.Add(("item-effects", heldOut.OfItemEffects()));
        }

        double[] weights = Weights([.. models.Select(model => model.Foretold)]);
        return ([.. models.Select(model => model.Name)], weights);
    }

    /// <summary>
    /// The mixture weights of highest likelihood, by EM from even weights; labels of which a model foretells nothing (NaN) say nothing.
    /// </summary>
    internal static double[] Weights(IReadOnlyList<double[]> foretold)
    {
        int models = foretold.Count;
        int[] labels =
        [
            .. Enumerable.Range(0, foretold[0].Length).Where(label => !foretold.Any(p => double.IsNaN(p[label]))),
        ];
        double[] weights = new double[models];
        Array.Fill(weights, 1.0 / models);
        double[] next = new double[models];
        for (int step = 0; step < MostSteps && labels.Length > 0; step++)
        {
            Array.Clear(next);
            foreach (int label in labels)
            {
                double total = 1e-300;
                for (int model = 0; model < models; model++)
                {
                    total += weights[model] * foretold[model][label];
                }

                for (int model = 0; model < models; model++)
                {
                    next[model] += weights[model] * foretold[model][label] / total / labels.Length;
                }
            }

            double change = 0;
            for (int model = 0; model < models; model++)
            {
                change = Math.Max(change, Math.Abs(next[model] - weights[model]));
                weights[model] = next[model];
            }

            if (change < 1e-6)
            {
                break;
            }
        }

        double kept = weights.Where(weight => weight >= Negligible).Sum();
        return [.. weights.Select(weight => weight >= Negligible ? weight / kept : 0)];
    }

    private static ConsensusResult Fit(string name, Ratings ratings, ConsensusOptions options) =>
        name switch
        {
            "habits" => ReaderHabits.Infer(ratings, options),
            "ordinal" => OrdinalDawidSkene.Infer(ratings, options),
            "item-effects" => ItemEffects.Infer(ratings, options),
            _ => HierarchicalDawidSkene.Infer(ratings, options),
        };

    /// <summary>Weights in words, the heaviest first.</summary>
    private static string Shares(string[] names, double[] weights) =>
        string.Join(
            ", ",
            names
                .Zip(weights)
                .Where(model => model.Second > 0)
                .OrderByDescending(model => model.Second)
                .Select(model => FormattableString.Invariant($"{model.First} ({model.Second:P0})"))
        );
}
