namespace Overread.Domain.Protocols.Kinds;

/// <summary>
/// A share of a whole, such as an ejection fraction or the part of a slide that is tumour: a number from 0 to the whole, in
/// percent or in another unit of shares. It has a true zero, so ratios of two shares mean something.
/// </summary>
public sealed class PercentKind : MeasuredKind
{
    // UCUM codes of shares, with the number that stands for the whole.
    private static readonly Dictionary<string, double> Wholes = new(StringComparer.Ordinal)
    {
        ["%"] = 100,
        ["[ppth]"] = 1000,
        ["1"] = 1,
    };

    internal PercentKind() { }

    /// <inheritdoc/>
    public override string Name => "percent";

    /// <inheritdoc/>
    public override Scale Scale => Scale.Ratio;

    /// <inheritdoc/>
    public override string UnitOf(Field field) => field.Unit ?? "%";

    /// <inheritdoc/>
    public override double? LeastOf(Field field) => field.Min ?? 0;

    /// <inheritdoc/>
    public override double? MostOf(Field field) => field.Max ?? Wholes.GetValueOrDefault(UnitOf(field), 100);

    /// <inheritdoc/>
    public override IEnumerable<ProtocolFault> Faults(Field field, string where)
    {
        foreach (ProtocolFault fault in base.Faults(field, where))
        {
            yield return fault;
        }

        if (field.Unit is { } unit && !Wholes.ContainsKey(unit))
        {
            yield return new(
                where + "/unit",
                $"The unit of a share is one of {string.Join(", ", Wholes.Keys)}, not {unit}."
            );
        }

        if (field.Min is < 0)
        {
            yield return new(where + "/min", "A share is not below 0.");
        }
    }
}
