using Overread.Learning.Features;
using Overread.Quality.Numerics;

namespace Overread.Learning.Curves;

/// <summary>What one seed draws before any strategy is asked: the held-out items, the pool, the start. All strategies share it.</summary>
public sealed class CurveDraw
{
    private CurveDraw(int[] heldOut, int[] pool, int[] start, ScaledFeatures features) =>
        (HeldOut, Pool, Start, Features) = (heldOut, pool, start, features);

    /// <summary>Items that models are judged by; never chosen from.</summary>
    public IReadOnlyList<int> HeldOut { get; }

    /// <summary>All others.</summary>
    public IReadOnlyList<int> Pool { get; }

    /// <summary>The part of the pool that is read first.</summary>
    public IReadOnlyList<int> Start { get; }

    /// <summary>All features, scaled by those of the pool.</summary>
    public ScaledFeatures Features { get; }

    /// <summary>Draws whole groups in an order of chance until the share is held out.</summary>
    /// <exception cref="ArgumentException">The set is too small or has too few groups for the options.</exception>
    public static CurveDraw Of(LearningSet set, CurveOptions options, int number)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(options);
        SeededRandom random = SeededRandom.ForPart(options.Seed, (ulong)number);
        int[] groups = [.. set.Groups.Distinct().Order()];
        Shuffle(groups, ref random);
        ILookup<int, int> members = Enumerable.Range(0, set.Items.Count).ToLookup(item => set.Groups[item]);
        int wanted = Math.Max(1, (int)Math.Round(options.HeldOut * set.Items.Count));
        List<int> heldOut = [];
        HashSet<int> classes = [];
        int taken = 0;
        while (taken < groups.Length && (heldOut.Count < wanted || classes.Count < 2))
        {
            foreach (int item in members[groups[taken++]])
            {
                heldOut.Add(item);
                classes.Add(set.Labels[item]);
            }
        }

        int[] pool = [.. groups.Skip(taken).SelectMany(group => members[group]).Order()];
        int needed = Math.Min(options.Budget, options.Start + options.Batch);
        if (pool.Length < needed)
        {
            throw new ArgumentException(
                $"{set.Items.Count} items in {groups.Length} groups leave {pool.Length} to choose from beside {heldOut.Count} held out; "
                    + $"{options.Start} to start and a batch of {options.Batch} need {needed}. Lower --start, --batch or --held-out."
            );
        }

        int[] order = [.. pool];
        Shuffle(order, ref random);
        heldOut.Sort();
        return new CurveDraw([.. heldOut], pool, order[..options.Start], ScaledFeatures.Of(set, pool));
    }

    private static void Shuffle(int[] order, ref SeededRandom random)
    {
        for (int i = order.Length - 1; i > 0; i--)
        {
            int j = random.Next(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }
}
