using Overread.Quality.Numerics;
using Overread.Quality.Readers;

namespace Overread.Cli.Server.Campaigns;

/// <summary>Plays a campaign with troubled readers in process: who gets which item when, as a server hands them out.</summary>
internal static class TroublePlay
{
    public static IReadOnlyList<WatchedRead> Play(TroubleScript script, ulong seed)
    {
        SeededRandom random = SeededRandom.ForPart(seed, 77);
        int readers = script.Workers.Count;
        List<WatchedRead> reads = [];
        int[] own = new int[readers];
        int[] golds = new int[readers];
        for (int wave = 0; wave < TroubleScript.Waves; wave++)
        {
            (IReadOnlyList<int> gold, IReadOnlyList<int> ordinary) = script.Wave(wave);
            Queue<int>[] goldOf =
            [
                .. Enumerable.Range(0, readers).Select(_ => new Queue<int>(Shuffled(gold, ref random))),
            ];
            Dictionary<int, List<int>> had = ordinary.ToDictionary(item => item, _ => new List<int>());
            int[] left = new int[readers];
            Array.Fill(left, TroubleScript.OwnPerWave);
            List<int> turns =
            [
                .. Enumerable
                    .Range(0, readers)
                    .SelectMany(r => Enumerable.Repeat(r, TroubleScript.OwnPerWave + TroubleScript.GoldPerWave)),
            ];
            foreach (int reader in Shuffled(turns, ref random))
            {
                bool isGold =
                    goldOf[reader].Count > 0 && random.Next(goldOf[reader].Count + left[reader]) < goldOf[reader].Count;
                int item = isGold ? goldOf[reader].Dequeue() : Next(reader, had, ref random);
                left[reader] -= isGold ? 0 : 1;
                if (item < 0)
                {
                    continue;
                }

                int nth = isGold ? ++golds[reader] : ++own[reader];
                (int answer, double seconds) = script.Answer(reader, item, nth);
                reads.Add(new(reader, item, answer, seconds, script.Suggestion(item)));
            }
        }

        return reads;
    }

    private static int Next(int reader, Dictionary<int, List<int>> had, ref SeededRandom random)
    {
        int[] open =
        [
            .. had.Where(item => item.Value.Count < TroubleScript.ReadsPerItem && !item.Value.Contains(reader))
                .Select(item => item.Key),
        ];
        if (open.Length == 0)
        {
            return -1;
        }

        int item = open[random.Next(open.Length)];
        had[item].Add(reader);
        return item;
    }

    private static int[] Shuffled(IReadOnlyList<int> numbers, ref SeededRandom random)
    {
        int[] shuffled = [.. numbers];
        random.Shuffle(shuffled);
        return shuffled;
    }
}
