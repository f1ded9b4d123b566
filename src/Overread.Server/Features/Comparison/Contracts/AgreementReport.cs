using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Quality;
using Overread.Quality.Agreement;
using Overread.Server.Features.Comparison.Contracts.Agreement;

namespace Overread.Server.Features.Comparison.Contracts;

/// <summary>Computes everything that can be said of agreement, field by field.</summary>
internal static class AgreementReport
{
    public static AgreementView Of(RatingsTable table)
    {
        List<AgreementView.FieldRow> fields = [];
        List<AgreementView.CoefficientRow> coefficients = [];
        List<AgreementView.PrevalenceRow> prevalence = [];
        List<AgreementView.Matrix> matrices = [];
        List<AgreementView.AdjacentTable> adjacent = [];
        List<AgreementView.LimitsRow> limits = [];
        List<AgreementView.DetectionRow> detection = [];
        foreach (Field field in table.Fields)
        {
            FieldReads reads = table.Of(field);
            Scale scale = field.Kind.Scale;
            fields.Add(FieldOf(field, reads));
            coefficients.AddRange(CoefficientsOf(reads));
            if (scale is not (Scale.Interval or Scale.Ratio))
            {
                prevalence.AddRange(Prevalence(reads));
            }

            if (Coefficients.OfPairs(scale) is { } pairs)
            {
                matrices.Add(Pairs(reads, pairs.Name, pairs.Of));
            }

            switch (scale)
            {
                case Scale.Ordinal:
                    adjacent.Add(OrdinalAgreement.Adjacent(reads));
                    break;
                case Scale.Interval or Scale.Ratio:
                    limits.AddRange(MeasuredAgreement.Limits(reads));
                    break;
                case Scale.Marks or Scale.Spans:
                    detection.AddRange(MarksAgreement.Detection(reads));
                    break;
            }
        }

        return new(table.Version, fields, coefficients, prevalence, matrices, adjacent, limits, detection);
    }

    /// <summary>The coefficients of one field, those of its scale.</summary>
    public static IEnumerable<AgreementView.CoefficientRow> CoefficientsOf(FieldReads reads) =>
        Coefficients
            .All.Where(e => e.Scales.Contains(reads.Field.Kind.Scale) && e.Says(reads))
            .Select(e => Row(reads, e, e.Compute(reads)));

    /// <summary>The state's name as it stands in files, such as <c>single-category</c>; null where a figure was computed.</summary>
    public static string? StateOf(Coefficient c) => c.State == AgreementState.Computed ? null : WordOf(c.State);

    /// <summary>A state's name as it stands in files.</summary>
    public static string WordOf(AgreementState state) =>
        string.Concat(
            state
                .ToString()
                .Select((l, i) => char.IsUpper(l) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(l) : l.ToString())
        );

    private static AgreementView.FieldRow FieldOf(Field field, FieldReads reads) =>
        new(
            field.Id,
            field.Title,
            field.Kind.Scale,
            field.Kind.UnitOf(field),
            reads.Rule?.Measure,
            reads.Rule?.Threshold,
            reads.Rule?.Unit,
            Coefficients.Headline(field.Kind.Scale),
            field.Kind.Ratings(field) is not null
        );

    private static AgreementView.CoefficientRow Row(FieldReads reads, CoefficientEntry entry, Coefficient? c)
    {
        if (c is null)
        {
            return new(entry.Name, reads.Field.Id, null, null, null, 0, reads.ReaderNames.Count, "not-applicable")
            {
                Title = entry.Title,
                Entry = entry.Name,
            };
        }

        // An entry that comes in forms, such as the ICC, keeps the name of the form.
        string name =
            c.Name is "light-kappa" ? entry.Name
            : c.Name.StartsWith("icc-", StringComparison.Ordinal)
            || c.Name.StartsWith("mean-", StringComparison.Ordinal)
                ? c.Name
            : entry.Name;
        return new(
            name,
            reads.Field.Id,
            // Zero but for the last digits of sums is zero, and has no sign.
            c.Value
                is { } value
            && Math.Abs(value) < 1e-12
                ? 0
                : c.Value,
            c.Interval?.Low,
            c.Interval?.High,
            c.Items,
            c.Readers,
            StateOf(c),
            entry.InUnit ? reads.Field.Kind.UnitOf(reads.Field)
                : c.Name.StartsWith("mean-", StringComparison.Ordinal) ? reads.Rule?.Unit
                : null,
            c.NoInterval,
            TitleOf(entry, c.Name),
            entry.Name
        );
    }

    private static string TitleOf(CoefficientEntry entry, string name) =>
        name.StartsWith("icc-", StringComparison.Ordinal)
            ? $"ICC({string.Join(',', name[4..].ToUpperInvariant().Split('-'))})"
        : name.StartsWith("mean-", StringComparison.Ordinal) ? $"mean {name[5..]} of matched marks"
        : entry.Title;

    private static IEnumerable<AgreementView.PrevalenceRow> Prevalence(FieldReads reads)
    {
        (Ratings ratings, IReadOnlyList<LabelKey> keys) = reads.Categories();
        long[] counts = new long[Math.Max(keys.Count, 1)];
        foreach (int category in ratings.Categories)
        {
            counts[category]++;
        }

        return keys.Select(
            (key, i) =>
                new AgreementView.PrevalenceRow(
                    reads.Field.Id,
                    key.Text(reads.Field),
                    ratings.Count == 0 ? 0 : (double)counts[i] / ratings.Count,
                    counts[i]
                )
        );
    }

    private static AgreementView.Matrix Pairs(
        FieldReads reads,
        string measure,
        Func<FieldReads, int, int, (double? Value, int Items)> of
    )
    {
        int n = reads.ReaderNames.Count;
        double?[][] values = [.. Enumerable.Range(0, n).Select(_ => new double?[n])];
        int[][] items = [.. Enumerable.Range(0, n).Select(_ => new int[n])];
        for (int a = 0; a < n; a++)
        {
            for (int b = a + 1; b < n; b++)
            {
                (double? value, int shared) = of(reads, a, b);
                values[a][b] = values[b][a] = value;
                items[a][b] = items[b][a] = shared;
            }
        }

        return new(reads.Field.Id, measure, reads.ReaderNames, values, items);
    }
}
