using Overread.Text.Documents;

namespace Overread.Text.Formats.BioC;

/// <summary>A document, passage or sentence of a BioC file, as it stands there.</summary>
internal sealed class BioCPart
{
    internal string Kind { get; init; } = "";

    internal string Id { get; set; } = "";

    internal List<NamedValue> Infons { get; } = [];

    internal int? Offset { get; set; }

    internal string? Text { get; set; }

    internal List<BioCAnnotation> Annotations { get; } = [];

    internal List<BioCRelation> Relations { get; } = [];

    internal List<BioCPart> Parts { get; } = [];

    /// <summary>This part and all within it, outer ones first.</summary>
    internal IEnumerable<BioCPart> All() => Parts.SelectMany(p => p.All()).Prepend(this);
}

/// <summary>An annotation as it stands in the file.</summary>
internal sealed record BioCAnnotation(
    string Id,
    List<NamedValue> Infons,
    List<(int Offset, int Length)> Locations,
    string? Text,
    long Line
);

/// <summary>A relation as it stands in the file.</summary>
internal sealed record BioCRelation(
    string Id,
    List<NamedValue> Infons,
    List<(string Id, string Role)> Nodes,
    long Line
);
