using Overread.Learning.Features;
using Overread.Learning.Models;
using Overread.Learning.Strategies;
using Overread.Quality.Numerics;

namespace Overread.Learning.Curves;

/// <summary>
/// Plays the reading of a set whose labels are known: a model learns of what is read, a strategy chooses what is read next, the
/// model is judged on items that no strategy can reach. All strategies of one seed share held-out items and start.
/// </summary>
public static class LearningCurve
{
    /// <summary>Measures strategies; random and stratified are always among them.</summary>
    /// <param name="set">Items, features, labels.</param>
    /// <param name="strategies">Strategies to compare.</param>
    /// <param name="options">How to measure.</param>
    /// <param name="progress">Told how many draws are done.</param>
    /// <exception cref="ArgumentException">The options cannot be met by the set.</exception>
    public static CurveRuns Measure(
        LearningSet set,
        IEnumerable<SelectionStrategy> strategies,
        CurveOptions options,
        Action<int>? progress = null
    )
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(strategies);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        HashSet<string> wanted = ["random", "stratified", .. strategies.Select(strategy => strategy.Name)];
        SelectionStrategy[] all = [.. StrategyCatalogue.All.Where(strategy => wanted.Contains(strategy.Name))];

        // Every draw is looked at before the first is played: what cannot be met is said at once, and all curves have one length.
        int[] pools =
        [
            .. Enumerable.Range(0, options.Seeds).Select(number => CurveDraw.Of(set, options, number).Pool.Count),
        ];
        int[] labels = Steps(options, pools.Min());
        double[][][] scores = new double[options.Seeds][][];
        int done = 0;
        Lock gate = new();
        Parallel.For(
            0,
            options.Seeds,
            new ParallelOptions { MaxDegreeOfParallelism = options.Threads },
            number =>
            {
                scores[number] = Play(set, all, options, labels, number);
                lock (gate)
                {
                    progress?.Invoke(++done);
                }
            }
        );
        return new CurveRuns(all, labels, scores, pools.Average());
    }

    private static int[] Steps(CurveOptions options, int pool)
    {
        List<int> steps = [options.Start];
        int last = Math.Min(options.Budget, pool);
        while (steps[^1] < last)
        {
            steps.Add(Math.Min(last, steps[^1] + options.Batch));
        }

        return [.. steps];
    }

    private static double[][] Play(
        LearningSet set,
        SelectionStrategy[] strategies,
        CurveOptions options,
        int[] steps,
        int number
    )
    {
        CurveDraw draw = CurveDraw.Of(set, options, number);
        LogisticModel first = Learn(set, draw.Features, draw.Start, options);
        double[][] scores = new double[strategies.Length][];
        for (int s = 0; s < strategies.Length; s++)
        {
            scores[s] = Follow(set, draw, first, strategies[s], options, steps, number);
        }

        return scores;
    }

    private static double[] Follow(
        LearningSet set,
        CurveDraw draw,
        LogisticModel first,
        SelectionStrategy strategy,
        CurveOptions options,
        int[] steps,
        int number
    )
    {
        int[] heldOut = [.. draw.HeldOut];
        int[] truth = [.. heldOut.Select(item => set.Labels[item])];
        List<int> read = [.. draw.Start];
        List<int> pool = [.. draw.Pool.Except(read)];
        LogisticModel model = first;
        double[] scores = new double[steps.Length];

        // Seeds go by the name, so that a strategy draws the same whatever others are compared with it.
        ulong own = strategy.Name.Aggregate(14695981039346656037UL, (hash, c) => (hash ^ c) * 1099511628211);
        for (int step = 0; ; step++)
        {
            scores[step] = Scoring.Of(options.Score, truth, model.Predict(draw.Features, heldOut), set.Classes.Count);
            if (step == steps.Length - 1)
            {
                return scores;
            }

            SeededRandom seeds = SeededRandom.ForPart(options.Seed ^ own, (ulong)((number * 100_000) + step));
            int[] waiting = [.. pool];
            SelectionRound round = Round(set, draw.Features, [.. read], waiting, model, options, seeds.NextBits());
            int count = steps[step + 1] - steps[step];
            int[] chosen = [.. strategy.Choose(round, count).Distinct().Select(place => waiting[place])];
            if (chosen.Length != count)
            {
                throw new InvalidOperationException(
                    $"The strategy {strategy.Name} chose {chosen.Length} items instead of {count}."
                );
            }

            read.AddRange(chosen);
            HashSet<int> gone = [.. chosen];
            pool.RemoveAll(gone.Contains);
            model = Learn(set, draw.Features, read, options);
        }
    }

    private static SelectionRound Round(
        LearningSet set,
        ScaledFeatures features,
        int[] read,
        int[] pool,
        LogisticModel model,
        CurveOptions options,
        ulong seed
    )
    {
        int[] labels = [.. read.Select(item => set.Labels[item])];
        return new SelectionRound(
            features,
            pool,
            read,
            labels,
            set.Classes.Count,
            model.Predict(features, pool),
            () =>
                [
                    .. Enumerable
                        .Range(0, options.Committee)
                        .Select(member =>
                        {
                            SeededRandom random = SeededRandom.ForPart(seed, 0xC0 + (ulong)member);
                            int[] sample = [.. read.Select(_ => read[random.Next(read.Length)])];
                            return Learn(set, features, sample, options).Predict(features, pool);
                        }),
                ],
            () => Doubt(set, features, read, options, seed),
            seed
        );
    }

    /// <summary>1 − the probability of each read item's own label by a model of the other four fifths of what is read.</summary>
    private static double[] Doubt(
        LearningSet set,
        ScaledFeatures features,
        int[] read,
        CurveOptions options,
        ulong seed
    )
    {
        const int parts = 5;
        SeededRandom random = SeededRandom.ForPart(seed, 0xD0);
        int[] order = [.. Enumerable.Range(0, read.Length)];
        for (int i = order.Length - 1; i > 0; i--)
        {
            int j = random.Next(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        double[] doubt = new double[read.Length];
        for (int part = 0; part < Math.Min(parts, read.Length); part++)
        {
            int[] left = [.. order.Where((_, at) => at % parts == part)];
            int[] kept = [.. order.Where((_, at) => at % parts != part).Select(at => read[at])];
            int[] items = [.. left.Select(at => read[at])];
            double[] shares = Learn(set, features, kept, options).Predict(features, items);
            for (int i = 0; i < left.Length; i++)
            {
                doubt[left[i]] = 1 - shares[(i * set.Classes.Count) + set.Labels[items[i]]];
            }
        }

        return doubt;
    }

    private static LogisticModel Learn(
        LearningSet set,
        ScaledFeatures features,
        IReadOnlyList<int> items,
        CurveOptions options
    ) =>
        LogisticModel.Fit(
            features,
            [.. items],
            [.. items.Select(item => set.Labels[item])],
            set.Classes.Count,
            options.Ridge
        );
}
