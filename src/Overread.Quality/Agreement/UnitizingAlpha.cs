using Overread.Quality.Geometry;

namespace Overread.Quality.Agreement;

/// <summary>
/// Krippendorff's α for readers who both cut a text or recording into units and name them (Krippendorff, Mathet, Bouvry and
/// Widlöcher 2016, Quality &amp; Quantity 50:2347): one minus observed over expected disagreement, measured in length. Gaps
/// between units are a category of their own; chance draws two places from different units, so that long units do not
/// agree with themselves. Where every unit has length 1 it is α.
/// </summary>
public static class UnitizingAlpha
{
    /// <summary>Where units are and what they are called: <c>unitizing-alpha</c>.</summary>
    /// <param name="documents">The documents; those of fewer than two readers are left out. One reader's units in one
    /// document must not overlap.</param>
    /// <param name="categories">Number of categories.</param>
    /// <param name="options">Level, interval over documents, clusters of documents; null for the defaults.</param>
    /// <exception cref="ArgumentException">A span does not fit its document or overlaps another of its reader.</exception>
    public static Coefficient Of(
        IReadOnlyList<SpanDocument> documents,
        int categories,
        AgreementOptions? options = null
    ) => Compute("unitizing-alpha", documents, categories, options);

    /// <summary>Where units are, whatever they are called: <c>unitizing-alpha-binary</c>.</summary>
    /// <param name="documents">As for <see cref="Of"/>.</param>
    /// <param name="options">As for <see cref="Of"/>.</param>
    public static Coefficient Binary(IReadOnlyList<SpanDocument> documents, AgreementOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(documents);
        return Compute(
            "unitizing-alpha-binary",
            [
                .. documents.Select(document =>
                    document with
                    {
                        Readers =
                        [
                            .. document.Readers.Select(spans =>
                                (IReadOnlyList<MarkedSpan>)
                                    [.. spans.Select(span => span with { Category = Math.Min(span.Category, 0) })]
                            ),
                        ],
                    }
                ),
            ],
            1,
            options
        );
    }

    private static Coefficient Compute(
        string name,
        IReadOnlyList<SpanDocument> documents,
        int categories,
        AgreementOptions? options
    )
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(categories);
        UnitizingForm form = new(documents, categories);
        Coefficient shell = new()
        {
            Name = name,
            State = SpanStates.Of(documents),
            Readers = SpanStates.MostReaders(documents),
            Prevalence = form.Prevalence(),
        };
        return shell.State == AgreementState.Computed
            ? IntervalEngine.Compute(shell, form, options ?? AgreementOptions.Default)
            : shell;
    }
}

/// <summary>
/// Columns: documents, observed coincidences (gap first), length per category, squares of unit lengths per category.
/// </summary>
internal sealed class UnitizingForm : CoefficientForm
{
    private readonly IReadOnlyList<SpanDocument> _documents;
    private readonly int _q;

    internal UnitizingForm(IReadOnlyList<SpanDocument> documents, int categories)
    {
        _documents = documents;
        _q = categories + 1;
        foreach (SpanDocument document in documents)
        {
            document.Check();
            if (document.Readers.SelectMany(spans => spans).Any(span => span.Category >= categories))
            {
                throw new ArgumentException($"A span has a category outside 0 to {categories - 1}.");
            }
        }
    }

    internal override int Width => 1 + (_q * _q) + (2 * _q);

    internal override int Units => _documents.Count;

    internal override long WeightOf(int unit) => 1;

    internal override int UnitOf(int item) => item;

    /// <summary>Share of marked length per category; all zero when nothing is marked.</summary>
    internal double[] Prevalence()
    {
        double[] shares = new double[_q - 1];
        foreach (MarkedSpan span in _documents.SelectMany(document => document.Readers).SelectMany(spans => spans))
        {
            shares[span.Category] += span.Length;
        }

        double total = shares.Sum();
        return [.. shares.Select(share => total > 0 ? share / total : 0)];
    }

    internal override void Fill(int unit, Span<double> row)
    {
        SpanDocument document = _documents[unit];
        int readers = document.Readers.Count;
        if (readers < 2)
        {
            return;
        }

        row[0] = 1;
        MarkedSpan[][] sections = [.. document.Readers.Select(spans => Sections(spans, document.Length))];
        Span<double> lengths = row.Slice(1 + (_q * _q), _q);
        Span<double> squares = row[(1 + (_q * _q) + _q)..];
        for (int i = 0; i < readers; i++)
        {
            foreach (MarkedSpan section in sections[i])
            {
                lengths[section.Category] += section.Length;
                squares[section.Category] += section.Length * section.Length;
            }

            for (int j = i + 1; j < readers; j++)
            {
                Coincide(sections[i], sections[j], readers, row.Slice(1, _q * _q));
            }
        }
    }

    /// <summary>A reader's units with the gaps between them, in order; a gap has category 0.</summary>
    private static MarkedSpan[] Sections(IReadOnlyList<MarkedSpan> spans, double length)
    {
        List<MarkedSpan> sections = [];
        double end = 0;
        foreach (MarkedSpan span in spans.OrderBy(span => span.Start))
        {
            if (span.Start < end)
            {
                throw new ArgumentException($"Two spans of one reader overlap at {span.Start}.");
            }

            if (span.Start > end)
            {
                sections.Add(new MarkedSpan(end, span.Start));
            }

            sections.Add(span with { Category = span.Category + 1 });
            end = span.End;
        }

        if (end < length)
        {
            sections.Add(new MarkedSpan(end, length));
        }

        return [.. sections];
    }

    private void Coincide(MarkedSpan[] first, MarkedSpan[] second, int readers, Span<double> observed)
    {
        for (int i = 0, j = 0; i < first.Length && j < second.Length; )
        {
            double both = first[i].Overlap(second[j]) / (readers - 1);
            observed[(first[i].Category * _q) + second[j].Category] += both;
            observed[(second[j].Category * _q) + first[i].Category] += both;
            if (first[i].End <= second[j].End)
            {
                i++;
            }
            else
            {
                j++;
            }
        }
    }

    internal override Estimate Evaluate(ReadOnlySpan<double> totals)
    {
        ReadOnlySpan<double> lengths = totals.Slice(1 + (_q * _q), _q);
        ReadOnlySpan<double> squares = totals[(1 + (_q * _q) + _q)..];
        double total = 0;
        double own = 0;
        double agreeing = 0;
        double chance = 0;
        for (int c = 0; c < _q; c++)
        {
            total += lengths[c];
            own += squares[c];
            agreeing += totals[1 + (c * _q) + c];
            chance += (lengths[c] * lengths[c]) - squares[c];
        }

        double pairs = (total * total) - own;
        if (!(total > 0) || !(pairs - chance > 1e-12 * total * total))
        {
            return Estimate.Undefined;
        }

        double observed = agreeing / total;
        double expected = chance / pairs;
        return new Estimate(true, 1 - ((1 - observed) / (1 - expected)), observed, expected);
    }
}
