using System.Globalization;
using System.Text.Json;
using Overread.Domain.Marks;

namespace Overread.Domain.Protocols.Kinds;

/// <summary>A kind that is answered by a number. Two numbers are the same when they do not differ, or differ by no more than the field allows.</summary>
public abstract class MeasuredKind : FieldKind
{
    /// <summary>A difference in the field's unit.</summary>
    public const string Difference = "difference";

    /// <summary>A difference as a share of the larger number.</summary>
    public const string RelativeDifference = "relative-difference";

    // Squares of larger numbers, and sums of those, are no numbers any more.
    private const double Largest = 1e100;

    /// <inheritdoc/>
    public override IReadOnlyList<MatchMeasure> Measures { get; } =
    [
        new(Difference, "difference", 0, null, true, []),
        new(RelativeDifference, "difference as a share of the larger number", 0, 1, true, []),
    ];

    /// <summary>The smallest number allowed.</summary>
    public virtual double? LeastOf(Field field) => field.Min;

    /// <summary>The largest number allowed.</summary>
    public virtual double? MostOf(Field field) => field.Max;

    /// <summary>True when two numbers count as the same measurement.</summary>
    /// <param name="first">One.</param>
    /// <param name="second">The other.</param>
    /// <param name="rule">How far they may lie apart; null: not at all.</param>
    public static bool Same(double first, double second, MatchRule? rule)
    {
        double apart = Math.Abs(first - second);
        // The last digits of sums in binary are not a difference that anybody measured.
        double allowed =
            rule is null ? 0
            : rule.Measure == RelativeDifference ? rule.Threshold * Math.Max(Math.Abs(first), Math.Abs(second))
            : rule.Threshold;
        return apart <= allowed + (allowed > 0 ? 1e-12 * Math.Max(Math.Abs(first), Math.Abs(second)) : 0);
    }

    /// <inheritdoc/>
    public override IEnumerable<ProtocolFault> Faults(Field field, string where)
    {
        foreach (ProtocolFault fault in OptionList.None(field, where))
        {
            yield return fault;
        }

        if (field.Min > field.Max)
        {
            yield return new(where + "/min", "The smallest number allowed is greater than the largest.");
        }

        if (field.Step is { } step && !(step > 0 && double.IsFinite(step)))
        {
            yield return new(where + "/step", "The step of the number is above 0.");
        }
    }

    /// <inheritdoc/>
    public sealed override string? Misfit(Field field, JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Number } number
        && number.TryGetDouble(out double d)
        && Math.Abs(d) <= Largest
        && !(d < LeastOf(field))
        && !(d > MostOf(field))
            ? OnStep(field, d)
                ? null
                : $"{field.Title} takes numbers in steps of {Text(field.Step!.Value)} from {Text(LeastOf(field) ?? 0)}."
            : value is { ValueKind: JsonValueKind.Number } && Held(field, value.Value)
                ? $"{field.Title} takes a number between −1e100 and 1e100: no figure can be computed with larger ones."
                : $"{field.Title} takes a number{Range(field)}.";

    // Tenths and their like have no end in binary: what lies within a millionth of a step lies on it.
    private bool OnStep(Field field, double number)
    {
        if (field.Step is not { } step || !(step > 0))
        {
            return true;
        }

        double steps = (number - (LeastOf(field) ?? 0)) / step;
        return Math.Abs(steps - Math.Round(steps)) <= Math.Max(1e-6, 1e-12 * Math.Abs(steps));
    }

    private static string Text(double d) => d.ToString("R", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    protected sealed override LabelKey PresentKey(Field field, JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Number } number
            ? new NumberKey(number.GetDouble())
            : new StateKey(AnswerState.Present);

    // Within the field's own bounds, so that the size alone is what is wrong.
    private bool Held(Field field, JsonElement number) =>
        !number.TryGetDouble(out double d) || (!(d < LeastOf(field)) && !(d > MostOf(field)));

    private string Range(Field field)
    {
        string unit = field.Unit is { } u ? " " + u : "";
        return (LeastOf(field), MostOf(field)) switch
        {
            ({ } least, { } most) => $" from {Text(least)} to {Text(most)}{unit}",
            ({ } least, null) => $" of at least {Text(least)}{unit}",
            (null, { } most) => $" of at most {Text(most)}{unit}",
            _ => unit.Length > 0 ? $" in{unit}" : "",
        };
    }
}
