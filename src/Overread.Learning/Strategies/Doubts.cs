using Overread.Quality.Numerics;
using Overread.Quality.Selection;

namespace Overread.Learning.Strategies;

/// <summary>Strategies that go where a model, or several, are in doubt.</summary>
internal static class Doubts
{
    internal static IReadOnlyList<int> Margin(SelectionRound round, int count) =>
        Largest(round, Scores(round, UncertaintyMeasure.Margin), count);

    internal static IReadOnlyList<int> Entropy(SelectionRound round, int count) =>
        Largest(round, Scores(round, UncertaintyMeasure.Entropy), count);

    internal static IReadOnlyList<int> Disagreement(SelectionRound round, int count)
    {
        double[] mean = new double[round.Pool.Count * round.Classes];
        double[] own = new double[round.Pool.Count];
        foreach (double[] member in round.Committee)
        {
            double[] entropies = Uncertainty.Score(member, round.Classes, UncertaintyMeasure.Entropy);
            for (int i = 0; i < mean.Length; i++)
            {
                mean[i] += member[i] / round.Committee.Count;
            }

            for (int place = 0; place < own.Length; place++)
            {
                own[place] += entropies[place] / round.Committee.Count;
            }
        }

        double[] joint = Uncertainty.Score(mean, round.Classes, UncertaintyMeasure.Entropy);
        return Largest(round, [.. joint.Zip(own, (all, each) => all - each)], count);
    }

    internal static IReadOnlyList<int> NoisedEntropy(SelectionRound round, int count)
    {
        double[] scores = Scores(round, UncertaintyMeasure.Entropy);
        SeededRandom random = SeededRandom.ForPart(round.Seed, 0x60);
        for (int place = 0; place < scores.Length; place++)
        {
            // 1 − a uniform number is above 0, so that both logarithms are finite but at the very edge.
            double gumbel = -Math.Log(Math.Max(1e-300, -Math.Log(1 - random.NextDouble())));
            scores[place] = Math.Log(Math.Max(scores[place], 1e-12)) + gumbel;
        }

        return Draws.InTurn(round, Draws.Shuffled(round).OrderByDescending(place => scores[place]), count);
    }

    /// <summary>The places with the largest scores; equal ones by chance.</summary>
    internal static IReadOnlyList<int> Largest(SelectionRound round, double[] scores, int count) =>
        [.. Draws.Shuffled(round).OrderByDescending(place => scores[place]).Take(count)];

    private static double[] Scores(SelectionRound round, UncertaintyMeasure measure) =>
        Uncertainty.Score([.. round.Probabilities], round.Classes, measure);
}
