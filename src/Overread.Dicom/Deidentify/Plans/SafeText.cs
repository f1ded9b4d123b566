using System.Collections.Frozen;

namespace Overread.Dicom.Deidentify.Plans;

/// <summary>Texts outside the table that are terms of physics, coding or manufacture by their definition.</summary>
internal static class SafeText
{
    private static readonly FrozenSet<uint> Listed = ProfileTable
        .EmbeddedLines("technical-text.tsv")
        .Where(line => !line.StartsWith('#'))
        .Select(line => ProfileTable.Parse(line.Split('\t')[0]))
        .ToFrozenSet();

    internal static bool Contains(uint tag) => Listed.Contains(tag);
}
