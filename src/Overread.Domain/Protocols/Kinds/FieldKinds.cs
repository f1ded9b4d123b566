using Overread.Domain.Modalities;

namespace Overread.Domain.Protocols.Kinds;

/// <summary>The list of all kinds of field: those of every modality, and those that modalities bring.</summary>
public static class FieldKinds
{
    /// <summary>One question with the four answer states.</summary>
    public static FieldKind Finding { get; } = new FindingKind();

    /// <summary>One option out of several.</summary>
    public static FieldKind Choice { get; } = new ChoiceKind();

    /// <summary>Any number of options.</summary>
    public static FieldKind Multichoice { get; } = new MultichoiceKind();

    /// <summary>One option out of an ordered list, lowest first.</summary>
    public static FieldKind Ordinal { get; } = new OrdinalKind();

    /// <summary>A number with a unit.</summary>
    public static FieldKind Number { get; } = new NumberKind();

    /// <summary>A share of a whole.</summary>
    public static FieldKind Percent { get; } = new PercentKind();

    /// <summary>Free text.</summary>
    public static FieldKind Text { get; } = new TextKind();

    /// <summary>Every kind.</summary>
    public static IReadOnlyList<FieldKind> All { get; } =
    [Finding, Choice, Multichoice, Ordinal, Number, Percent, Text, .. DomainModalities.All.SelectMany(m => m.Fields)];

    private static readonly Dictionary<string, FieldKind> ByName = All.ToDictionary(
        k => k.Name,
        StringComparer.Ordinal
    );

    /// <summary>The kind of that name, or null.</summary>
    public static FieldKind? Find(string? name) => name is null ? null : ByName.GetValueOrDefault(name);
}
