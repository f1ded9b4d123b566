using System.Text;
using Overread.Quality.Geometry;

namespace Overread.Quality.Agreement;

/// <summary>
/// The alignment of all readers' units at once that leaves the least disorder (Mathet et al. 2015, section 4.3): units are parted into groups
/// with at most one unit per reader; a group's disorder is the mean over pairs of readers of how far their units are apart, 1 where one
/// of the two or both have none, as in the published implementation (pygamma-agreement, Titeux and Riad 2021, J. Open Source Softw. 6:2989).
/// </summary>
/// <remarks>
/// <para>
/// Every group costs as much as there are pairs of readers, and each two units in it give back 1 − d: what is sought is the parting into groups
/// that saves most. Two units further apart than one group more costs never gain by one another, so that the document falls apart into knots that are solved one by one. A knot is walked
/// from left to right; a state is the groups that later units may still join, and of equal states only the best goes on (dynamic
/// programming). States that cannot reach what a first, narrow walk found are dropped, which loses nothing. The result is exact unless
/// more states than <see cref="MostStates"/> stay; then the best go on, and the gap to what no alignment can beat is told.
/// </para>
/// <para>That bound is the mean over pairs of readers of their own best alignments, each found exactly without regard to the others.</para>
/// </remarks>
internal sealed class UnitAlignment
{
    internal const int MostStates = 500;
    private const int FirstWalk = 40;

    private readonly (int Reader, MarkedSpan Span)[] _units;
    private readonly double[,] _saved;
    private readonly double _group;

    /// <summary>What each unit may save with units before it, at most; summed from the right.</summary>
    private readonly double[] _hope;

    /// <summary>The last unit with which a unit saves anything.</summary>
    private readonly int[] _last;

    private UnitAlignment((int Reader, MarkedSpan Span)[] units, double[,] saved, double group)
    {
        _units = units;
        _saved = saved;
        _group = group;
        _hope = new double[units.Length + 1];
        _last = new int[units.Length];
        for (int unit = units.Length - 1; unit >= 0; unit--)
        {
            _hope[unit] = _hope[unit + 1] + Hope(unit);
            _last[unit] = Enumerable
                .Range(0, units.Length)
                .Where(other => saved[unit, other] > -group)
                .DefaultIfEmpty(unit)
                .Max();
        }
    }

    /// <summary>The least disorder of all readers' units, as a mean over pairs of readers.</summary>
    /// <param name="readers">Units of each reader, two readers or more.</param>
    /// <param name="mostStates">Beyond so many states per unit only the best go on.</param>
    /// <param name="position">How much places weigh against categories; 1 is the paper's.</param>
    /// <returns>The disorder, and whether it is certainly the least.</returns>
    internal static (double Disorder, bool Exact) Best(
        MarkedSpan[][] readers,
        int mostStates = MostStates,
        double position = 1
    )
    {
        (int Reader, MarkedSpan Span)[] units =
        [
            .. readers
                .SelectMany((spans, reader) => spans.Select(span => (reader, span)))
                .OrderBy(unit => unit.span.Start)
                .ThenBy(unit => unit.span.End)
                .ThenBy(unit => unit.reader)
                .ThenBy(unit => unit.span.Category),
        ];
        double pairs = readers.Length * (readers.Length - 1) / 2.0;
        double alone = units.Length * pairs;
        double saved = 0;
        bool exact = true;
        foreach ((int Reader, MarkedSpan Span)[] knot in Knots(units, pairs, position))
        {
            UnitAlignment alignment = new(knot, Saved(knot, position), pairs);
            (double narrow, bool whole) = alignment.Walk(Math.Min(FirstWalk, mostStates), double.NegativeInfinity);
            if (!whole)
            {
                (double wide, whole) = alignment.Walk(mostStates, narrow);
                narrow = Math.Max(narrow, wide);
            }

            saved += narrow;
            exact &= whole;
        }

        return ((alone - saved) / pairs, exact);
    }

    /// <summary>Groups of units that are linked, over others too, by pairs that save something.</summary>
    private static IEnumerable<(int Reader, MarkedSpan Span)[]> Knots(
        (int Reader, MarkedSpan Span)[] units,
        double group,
        double position
    )
    {
        int[] knot = [.. Enumerable.Range(0, units.Length)];
        int Root(int unit) => knot[unit] == unit ? unit : knot[unit] = Root(knot[unit]);
        for (int i = 0; i < units.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (Saves(units[i], units[j], position) > -group)
                {
                    knot[Root(i)] = Root(j);
                }
            }
        }

        return Enumerable
            .Range(0, units.Length)
            .GroupBy(Root)
            .Where(knotted => knotted.Count() > 1)
            .Select(knotted => knotted.Select(unit => units[unit]).ToArray());
    }

    /// <summary>What two units give back when they are in one group; −∞ for two of one reader.</summary>
    private static double Saves(
        (int Reader, MarkedSpan Span) one,
        (int Reader, MarkedSpan Span) other,
        double position
    ) => one.Reader == other.Reader ? double.NegativeInfinity : 1 - GammaForm.Apart(one.Span, other.Span, position);

    private static double[,] Saved((int Reader, MarkedSpan Span)[] units, double position)
    {
        double[,] saved = new double[units.Length, units.Length];
        for (int i = 0; i < units.Length; i++)
        {
            for (int j = 0; j < units.Length; j++)
            {
                saved[i, j] = Saves(units[i], units[j], position);
            }
        }

        return saved;
    }

    /// <summary>The most that a unit can save with units before it: one group, and the best of each other reader, of one at least.</summary>
    private double Hope(int unit)
    {
        double[] best =
        [
            .. Enumerable
                .Range(0, unit)
                .GroupBy(other => _units[other].Reader)
                .Select(reader => reader.Max(other => _saved[unit, other])),
        ];
        double most = best.DefaultIfEmpty(double.NegativeInfinity).Max();
        return Math.Max(0, _group + (most > 0 ? best.Sum(one => Math.Max(0, one)) : most));
    }

    /// <summary>
    /// Walks from left to right with at most so many states; the answer is the most that was saved, and whether none was dropped that might
    /// have saved more than <paramref name="known"/> and than what was found.
    /// </summary>
    private (double Saved, bool Exact) Walk(int most, double known)
    {
        Dictionary<string, (double Saved, int[][] Groups)> states = new() { [""] = (0, []) };
        double dropped = double.NegativeInfinity;
        for (int unit = 0; unit < _units.Length; unit++)
        {
            Dictionary<string, (double Saved, int[][] Groups)> next = [];
            foreach ((double saved, int[][] groups) in states.Values)
            {
                Add(next, unit, saved, [.. groups, [unit]], known);
                for (int group = 0; group < groups.Length; group++)
                {
                    double more = _group + groups[group].Sum(member => _saved[unit, member]);
                    if (double.IsNegativeInfinity(more))
                    {
                        continue;
                    }

                    int[][] joined = [.. groups];
                    joined[group] = [.. groups[group], unit];
                    Add(next, unit, saved + more, joined, known);
                }
            }

            if (next.Count > most)
            {
                KeyValuePair<string, (double Saved, int[][] Groups)>[] ranked =
                [
                    .. next.OrderByDescending(state => state.Value.Saved)
                        .ThenBy(state => state.Key, StringComparer.Ordinal),
                ];
                dropped = Math.Max(dropped, ranked[most].Value.Saved + _hope[unit + 1]);
                next = new(ranked[..most]);
            }

            states = next;
        }

        double best = states.Values.Select(state => state.Saved).DefaultIfEmpty(known).Max();
        return (best, dropped <= Math.Max(best, known) + 1e-12);
    }

    /// <summary>Keeps a state unless an equal one saved more or it cannot reach what is known; groups that nothing may join are closed.</summary>
    private void Add(
        Dictionary<string, (double Saved, int[][] Groups)> states,
        int unit,
        double saved,
        int[][] groups,
        double known
    )
    {
        if (saved + _hope[unit + 1] < known - 1e-12)
        {
            return;
        }

        int[][] open = [.. groups.Where(group => group.Any(member => _last[member] > unit))];
        StringBuilder key = new();
        foreach (int[] group in open)
        {
            foreach (int member in group)
            {
                key.Append((char)(1 + (member >> 15))).Append((char)(1 + (member & 0x7FFF)));
            }

            key.Append('\0');
        }

        string name = key.ToString();
        if (!states.TryGetValue(name, out (double Saved, int[][] Groups) there) || saved > there.Saved)
        {
            states[name] = (saved, open);
        }
    }
}
