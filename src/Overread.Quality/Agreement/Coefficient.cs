namespace Overread.Quality.Agreement;

/// <summary>One agreement coefficient with what is needed to read it honestly.</summary>
public sealed record Coefficient
{
    private readonly string? _noInterval;

    /// <summary>Stable name in lower case, such as <c>fleiss-kappa</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the coefficient exists for these data.</summary>
    public required AgreementState State { get; init; }

    /// <summary>The coefficient, or null when <see cref="State"/> says why there is none. Never NaN.</summary>
    public double? Value { get; init; }

    /// <summary>The interval, or null when there is no value, or where <see cref="NoInterval"/> says why there is none.</summary>
    public ConfidenceInterval? Interval { get; init; }

    /// <summary>Why there is a value but no interval, as a clause; null where there is an interval or no value.</summary>
    public string? NoInterval
    {
        get => Value is null || Interval is not null ? null : _noInterval ?? "no interval is known for this figure";
        init => _noInterval = value;
    }

    /// <summary>Observed agreement, where the coefficient has one.</summary>
    public double? Observed { get; init; }

    /// <summary>Agreement expected by chance, where the coefficient has one.</summary>
    public double? Expected { get; init; }

    /// <summary>Items that were read by two readers or more.</summary>
    public int Items { get; init; }

    /// <summary>Readers who gave at least one label.</summary>
    public int Readers { get; init; }

    /// <summary>Share of each category among all labels: κ must never be shown without it.</summary>
    public IReadOnlyList<double> Prevalence { get; init; } = [];

    /// <summary>Labels of a typical item, for the score interval.</summary>
    internal int ReadsPerItem { get; init; } = 2;

    /// <summary>The value in words, on a named scale; null when there is no value or no scale for it (raw agreement).</summary>
    public Interpretation? Reading =>
        Value is not { } value || Name is "percent" or "matched-f1" ? null
        : Name.StartsWith("krippendorff", StringComparison.Ordinal) ? Interpretation.Krippendorff(value)
        : Name.StartsWith("icc", StringComparison.Ordinal) ? Interpretation.KooLi(value)
        : Interpretation.LandisKoch(value);
}
