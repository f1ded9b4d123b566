namespace Overread.Domain.Intake;

/// <summary>A coarse fact of an item, by which populations are counted: a sex, a band of ages, a maker; never an exact value.</summary>
/// <param name="Name">Such as <c>sex</c>; see <see cref="Traits"/>.</param>
/// <param name="Value">What it is, 1 to 64 characters; null where it is not known.</param>
/// <param name="Gap">Why it is not known; null where it is.</param>
public sealed record ItemTrait(string Name, string? Value, TraitGap? Gap = null)
{
    /// <summary>A trait that is known.</summary>
    public static ItemTrait Known(string name, string value) => new(name, value);

    /// <summary>A trait that is not known.</summary>
    public static ItemTrait Missing(string name, TraitGap gap) => new(name, null, gap);

    /// <summary>What parts of an item say together: one value where they agree, and no value where they do not.</summary>
    /// <param name="parts">The traits of each part.</param>
    public static IReadOnlyList<ItemTrait> Join(IEnumerable<IReadOnlyList<ItemTrait>> parts) =>
        [
            .. parts
                .SelectMany(p => p)
                .GroupBy(t => t.Name, StringComparer.Ordinal)
                .Select(g =>
                {
                    List<string> values = [.. g.Select(t => t.Value).OfType<string>().Distinct()];
                    return values.Count switch
                    {
                        1 => Known(g.Key, values[0]),
                        0 => Missing(g.Key, g.Select(t => t.Gap).OfType<TraitGap>().Max()),
                        _ => Missing(g.Key, TraitGap.Several),
                    };
                }),
        ];
}
