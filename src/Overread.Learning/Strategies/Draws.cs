using Overread.Quality.Numerics;

namespace Overread.Learning.Strategies;

/// <summary>Strategies that draw by chance, evenly or by quotas.</summary>
internal static class Draws
{
    internal static IReadOnlyList<int> Random(SelectionRound round, int count) => [.. Shuffled(round).Take(count)];

    internal static IReadOnlyList<int> Stratified(SelectionRound round, int count) =>
        InTurn(round, Shuffled(round), count);

    /// <summary>
    /// Each place of the batch goes to the class with the fewest labels and places so far, and to the unread item that is likeliest
    /// of it; a class never seen has no probability, so that its places go to the least certain items.
    /// </summary>
    internal static IReadOnlyList<int> Rare(SelectionRound round, int count)
    {
        double[] having = new double[round.Classes];
        foreach (int label in round.Labels)
        {
            having[label]++;
        }

        int[] shuffled = Shuffled(round);
        bool[] taken = new bool[round.Pool.Count];
        List<int> chosen = [];
        while (chosen.Count < Math.Min(count, shuffled.Length))
        {
            int wanted = 0;
            for (int k = 1; k < having.Length; k++)
            {
                wanted = having[k] < having[wanted] ? k : wanted;
            }

            bool unseen = !round.Labels.Contains(wanted);
            int best = -1;
            double bestScore = double.NegativeInfinity;
            foreach (int place in shuffled)
            {
                double score = unseen
                    ? -round.ProbabilityOf(place, round.Likeliest(place))
                    : round.ProbabilityOf(place, wanted);
                if (!taken[place] && score > bestScore)
                {
                    (best, bestScore) = (place, score);
                }
            }

            taken[best] = true;
            chosen.Add(best);

            // A place is spent on the class whether or not the item turns out to be of it: the next place goes to another.
            having[wanted]++;
        }

        return chosen;
    }

    /// <summary>The places of the pool in an order of chance: what is equal afterwards is in no order of the file.</summary>
    internal static int[] Shuffled(SelectionRound round)
    {
        SeededRandom random = new(round.Seed);
        int[] order = [.. Enumerable.Range(0, round.Pool.Count)];
        for (int i = order.Length - 1; i > 0; i--)
        {
            int j = random.Next(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    /// <summary>Takes places in a given order, each predicted class in its turn; a class that is used up leaves its turn.</summary>
    internal static IReadOnlyList<int> InTurn(SelectionRound round, IEnumerable<int> order, int count)
    {
        Queue<int>[] queues = [.. Enumerable.Range(0, round.Classes).Select(_ => new Queue<int>())];
        foreach (int place in order)
        {
            queues[round.Likeliest(place)].Enqueue(place);
        }

        List<int> chosen = [];
        int wanted = Math.Min(count, round.Pool.Count);
        for (int turn = 0; chosen.Count < wanted; turn++)
        {
            if (queues[turn % queues.Length].TryDequeue(out int place))
            {
                chosen.Add(place);
            }
        }

        return chosen;
    }
}
