namespace Overread.Quality.Readers;

/// <summary>
/// Hours and pay that add up: the total is the exact sum rounded once, half away from nought, and the lines are whole cents and
/// seconds that sum to it (largest remainders; equal ones by person and group). All arithmetic is on integers: nothing is lost
/// however many pieces of work there are.
/// </summary>
/// <param name="Lines">By person, then group, in ordinal order.</param>
/// <param name="Seconds">Sum of the lines' seconds.</param>
/// <param name="Cents">Sum of the lines' cents.</param>
public sealed record PayStatement(IReadOnlyList<PayLine> Lines, long Seconds, long Cents)
{
    private const long MillisecondsPerHour = 3_600_000;
    private const long PartsPerCent = 100;

    /// <summary>Makes a statement.</summary>
    /// <param name="work">Pieces of work in any order.</param>
    /// <param name="card">Who is paid what.</param>
    /// <exception cref="ArgumentException">A time or a rate is negative, or a rate has more than four decimals; who is said.</exception>
    public static PayStatement Of(IEnumerable<PaidWork> work, RateCard card)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(card);
        Dictionary<(string Person, string Group), (long Pieces, long Accepted, Int128 Milliseconds)> sums = [];
        foreach (PaidWork piece in work)
        {
            if (piece.Milliseconds < 0)
            {
                throw new ArgumentException($"{piece.Person} has a piece of work of {piece.Milliseconds} ms.");
            }

            (string, string) key = (piece.Person, piece.Group);
            sums.TryGetValue(key, out (long Pieces, long Accepted, Int128 Milliseconds) sum);
            sums[key] = (
                sum.Pieces + 1,
                sum.Accepted + (piece.Accepted ? 1 : 0),
                sum.Milliseconds + piece.Milliseconds
            );
        }

        (string Person, string Group)[] keys =
        [
            .. sums
                .Keys.OrderBy(key => key.Person, StringComparer.Ordinal)
                .ThenBy(key => key.Group, StringComparer.Ordinal),
        ];
        Rate[] rates = [.. keys.Select(key => card.Of(key.Person, key.Group))];
        // Pay in parts of a ten-thousandth of the unit × a millisecond of an hour, so that it is a whole number.
        Int128[] pay =
        [
            .. keys.Select((key, i) => Exact(key.Person, rates[i], sums[key].Accepted, sums[key].Milliseconds)),
        ];
        long[] cents = Whole(pay, PartsPerCent * MillisecondsPerHour);
        long[] seconds = Whole([.. keys.Select(key => sums[key].Milliseconds)], 1000);
        PayLine[] lines =
        [
            .. keys.Select(
                (key, i) =>
                    new PayLine(
                        key.Person,
                        key.Group,
                        rates[i],
                        sums[key].Pieces,
                        sums[key].Accepted,
                        seconds[i],
                        cents[i]
                    )
            ),
        ];
        return new(lines, seconds.Sum(), cents.Sum());
    }

    private static Int128 Exact(string person, Rate rate, long accepted, Int128 milliseconds)
    {
        decimal parts = rate.Amount * 10_000;
        if (rate.Amount < 0 || parts != decimal.Truncate(parts) || parts > 1_000_000_000_000)
        {
            throw new ArgumentException(
                $"The rate of {person}, {rate.Amount}, is none: not negative, at most four decimals, at most a hundred million."
            );
        }

        return (Int128)parts * (rate.Basis == RateBasis.Hour ? milliseconds : (Int128)accepted * MillisecondsPerHour);
    }

    // The total is rounded once; what whole parts leave of it goes to the largest remainders.
    private static long[] Whole(Int128[] exact, long unit)
    {
        Int128 total = 0;
        foreach (Int128 part in exact)
        {
            total += part;
        }

        long[] whole = [.. exact.Select(part => (long)(part / unit))];
        long left = (long)((total + (unit / 2)) / unit) - whole.Sum();
        foreach (
            int i in Enumerable
                .Range(0, exact.Length)
                .OrderByDescending(i => exact[i] % unit)
                .ThenBy(i => i)
                .Take((int)left)
        )
        {
            whole[i]++;
        }

        return whole;
    }
}
