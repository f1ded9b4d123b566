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
/// <see cref="Of"/> finds alignments exactly for each pair of readers and averages their disorders over pairs; <see cref="AllAtOnce"/>
/// aligns all readers together, as the paper has it, which for two readers is the same and for more never leaves less disorder. Chance
/// turns every reader's units by a random shift around the document, which keeps their lengths, categories and distances.
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
        (Coefficient shell, GammaForm? form) = Prepare("gamma", documents, samples, options, together: false);
        return form is null ? shell : IntervalEngine.Compute(shell, form, options ?? AgreementOptions.Default);
    }

    /// <summary>Computes γ with all readers of a document aligned at once.</summary>
    /// <param name="documents">The documents; those of fewer than two readers are left out.</param>
    /// <param name="samples">Shuffles per document behind the chance disorder, at least 1.</param>
    /// <param name="options">Level, interval, seed, threads; null for the defaults.</param>
    /// <returns>γ, and how far the alignments that it rests on may be from the best.</returns>
    /// <exception cref="ArgumentException">A span does not fit its document.</exception>
    public static JointGamma AllAtOnce(
        IReadOnlyList<SpanDocument> documents,
        int samples = 30,
        AgreementOptions? options = null
    )
    {
        (Coefficient shell, GammaForm? form) = Prepare("gamma-joint", documents, samples, options, together: true);
        return form is null
            ? new JointGamma(shell, 0, 0, 0)
            : new JointGamma(
                IntervalEngine.Compute(shell, form, options ?? AgreementOptions.Default),
                form.Exact,
                form.Alignments,
                form.Gap
            );
    }

    private static (Coefficient Shell, GammaForm? Form) Prepare(
        string name,
        IReadOnlyList<SpanDocument> documents,
        int samples,
        AgreementOptions? options,
        bool together
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
            Name = name,
            State = SpanStates.Of(documents),
            Readers = SpanStates.MostReaders(documents),
        };
        return (
            shell,
            shell.State == AgreementState.Computed ? new GammaForm(documents, samples, options, together) : null
        );
    }
}

/// <summary>Columns: documents, observed disorder, chance disorder, both in units that found no partner.</summary>
internal sealed class GammaForm : CoefficientForm
{
    private readonly double[] _rows;

    internal GammaForm(
        IReadOnlyList<SpanDocument> documents,
        int samples,
        AgreementOptions options,
        bool together = false
    )
    {
        _rows = new double[documents.Count * 3];
        int[] exact = new int[documents.Count];
        int[] alignments = new int[documents.Count];
        double[] gap = new double[documents.Count];
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

                double Least(MarkedSpan[][] readers)
                {
                    double pairwise = Disorder(readers);
                    if (!together)
                    {
                        return pairwise;
                    }

                    // With two readers both are the same assignment.
                    (double joint, bool found) = readers.Length == 2 ? (pairwise, true) : UnitAlignment.Best(readers);
                    alignments[unit]++;
                    exact[unit] += found ? 1 : 0;
                    gap[unit] = Math.Max(gap[unit], found || joint <= 0 ? 0 : (joint - pairwise) / joint);
                    return joint;
                }

                SeededRandom random = SeededRandom.ForPart(options.Seed, (ulong)unit);
                double chance = 0;
                for (int sample = 0; sample < samples; sample++)
                {
                    MarkedSpan[][] turned =
                    [
                        .. document.Readers.Select(spans => Turned(spans, document.Length, ref random)),
                    ];
                    chance += Least(turned) / samples;
                }

                _rows[unit * 3] = 1;
                _rows[(unit * 3) + 1] = Least([.. document.Readers.Select(spans => spans.ToArray())]);
                _rows[(unit * 3) + 2] = chance;
            }
        );
        (Exact, Alignments, Gap) = (exact.Sum(), alignments.Sum(), gap.DefaultIfEmpty(0).Max());
    }

    /// <summary>Alignments of all readers that are certainly the best.</summary>
    internal int Exact { get; }

    /// <summary>Alignments of all readers that were made, of what was marked and of what chance would leave.</summary>
    internal int Alignments { get; }

    /// <summary>The largest share by which the best might leave less disorder than the alignment found.</summary>
    internal double Gap { get; }

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

    internal static double Apart(MarkedSpan first, MarkedSpan second, double position = 1)
    {
        double offset =
            (Math.Abs(first.Start - second.Start) + Math.Abs(first.End - second.End)) / (first.Length + second.Length);
        return (position * offset * offset) + (first.Category == second.Category ? 0 : 1);
    }
}
