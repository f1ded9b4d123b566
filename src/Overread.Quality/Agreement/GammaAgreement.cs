using Overread.Quality.Geometry;
using Overread.Quality.Numerics;

namespace Overread.Quality.Agreement;

/// <summary>
/// γ for spans that may overlap, be nested or be missing (Mathet, Widlöcher and Métivier 2015, Computational Linguistics
/// 41:437): readers' units are aligned at the least disorder, and γ is one minus that disorder over the one that chance
/// would leave. Disorder adds how far two units lie apart, relative to their lengths, and whether their categories differ;
/// a unit without a partner costs 1.
/// </summary>
/// <remarks>
/// Alignments are found exactly for each pair of readers and their disorders are averaged over pairs; the paper aligns all
/// readers at once, which for two readers is the same. Chance turns every reader's units by a random shift around the
/// document, which keeps their lengths, categories and distances.
/// </remarks>
public static class GammaAgreement
{
    /// <summary>Computes γ with its interval over documents.</summary>
    /// <param name="documents">The documents; those of fewer than two readers are left out.</param>
    /// <param name="samples">Shuffles per document behind the chance disorder, at least 1.</param>
    /// <param name="options">Level, interval, seed, threads; null for the defaults.</param>
    /// <exception cref="ArgumentException">A span does not fit its document.</exception>
    public static Coefficient Of(
        IReadOnlyList<SpanDocument> documents,
        int samples = 30,
        AgreementOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(samples);
        options ??= AgreementOptions.Default;
        foreach (SpanDocument document in documents)
        {
            document.Check();
        }

        Coefficient shell = new()
        {
            Name = "gamma",
            State = SpanStates.Of(documents),
            Readers = SpanStates.MostReaders(documents),
        };
        return shell.State == AgreementState.Computed
            ? IntervalEngine.Compute(shell, new GammaForm(documents, samples, options), options)
            : shell;
    }
}

/// <summary>Columns: documents, observed disorder, chance disorder, both in units that found no partner.</summary>
internal sealed class GammaForm : CoefficientForm
{
    private readonly double[] _rows;

    internal GammaForm(IReadOnlyList<SpanDocument> documents, int samples, AgreementOptions options)
    {
        _rows = new double[documents.Count * 3];
        FixedBlocks.Run(
            documents.Count,
            options.Threads,
            unit =>
            {
                SpanDocument document = documents[unit];
                if (document.Readers.Count < 2)
                {
                    return;
                }

                SeededRandom random = SeededRandom.ForPart(options.Seed, (ulong)unit);
                double chance = 0;
                for (int sample = 0; sample < samples; sample++)
                {
                    MarkedSpan[][] turned =
                    [
                        .. document.Readers.Select(spans => Turned(spans, document.Length, ref random)),
                    ];
                    chance += Disorder(turned) / samples;
                }

                _rows[unit * 3] = 1;
                _rows[(unit * 3) + 1] = Disorder([.. document.Readers.Select(spans => spans.ToArray())]);
                _rows[(unit * 3) + 2] = chance;
            }
        );
    }

    internal override int Width => 3;

    internal override int Units => _rows.Length / 3;

    internal override long WeightOf(int unit) => 1;

    internal override int UnitOf(int item) => item;

    internal override void Fill(int unit, Span<double> row) => _rows.AsSpan(unit * 3, 3).CopyTo(row);

    internal override Estimate Evaluate(ReadOnlySpan<double> totals) =>
        totals[2] > 1e-12
            ? new Estimate(true, 1 - (totals[1] / totals[2]), 1 - (totals[1] / totals[2]), 0)
            : Estimate.Undefined;

    private static MarkedSpan[] Turned(IReadOnlyList<MarkedSpan> spans, double length, ref SeededRandom random)
    {
        double shift = random.NextDouble() * length;
        MarkedSpan[] turned = new MarkedSpan[spans.Count];
        for (int i = 0; i < turned.Length; i++)
        {
            // A unit that would be cut at the end keeps its length and lies over the end.
            double start = (spans[i].Start + shift) % length;
            turned[i] = spans[i] with { Start = start, End = start + spans[i].Length };
        }

        return turned;
    }

    /// <summary>Mean over pairs of readers of the least disorder of their units.</summary>
    private static double Disorder(MarkedSpan[][] readers)
    {
        double sum = 0;
        for (int i = 0; i < readers.Length; i++)
        {
            for (int j = i + 1; j < readers.Length; j++)
            {
                sum += Disorder(readers[i], readers[j]);
            }
        }

        return sum / (readers.Length * (readers.Length - 1) / 2.0);
    }

    internal static double Disorder(MarkedSpan[] first, MarkedSpan[] second)
    {
        // Every unit may instead meet an empty partner at the cost of 1.
        int size = first.Length + second.Length;
        double[] cost = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                cost[(i * size) + j] =
                    i < first.Length && j < second.Length ? Apart(first[i], second[j])
                    : i < first.Length || j < second.Length ? 1
                    : 0;
            }
        }

        int[] partner = Assignment.Cheapest(cost, size);
        double sum = 0;
        for (int i = 0; i < size; i++)
        {
            sum += cost[(i * size) + partner[i]];
        }

        return sum;
    }

    private static double Apart(MarkedSpan first, MarkedSpan second)
    {
        double offset =
            (Math.Abs(first.Start - second.Start) + Math.Abs(first.End - second.End)) / (first.Length + second.Length);
        return (offset * offset) + (first.Category == second.Category ? 0 : 1);
    }
}
