using System.Text.Json.Serialization;
using Overread.Domain.Marks;

namespace Overread.Domain.Modalities.Imaging.Masks;

/// <summary>Pixels painted on one picture of a stack or several, all of one size.</summary>
/// <param name="File">The file of its first part.</param>
/// <param name="Width">Columns of the pictures.</param>
/// <param name="Height">Rows of the pictures.</param>
/// <param name="Parts">What is painted, by file (ordinal) and then by frame; each picture once.</param>
public sealed record MaskRegion(string File, int Width, int Height, IReadOnlyList<MaskPart> Parts) : Region(File)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override IEnumerable<string> Files => (Parts ?? []).Select(p => p?.File).OfType<string>().Distinct();

    /// <summary>Two are equal where the same pixels are painted.</summary>
    public bool Equals(MaskRegion? other) =>
        base.Equals(other) && (Width, Height) == (other.Width, other.Height) && Parts.SequenceEqual(other.Parts);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = new();
        hash.Add(base.GetHashCode());
        hash.Add((Width, Height));
        foreach (MaskPart part in Parts)
        {
            hash.Add(part);
        }

        return hash.ToHashCode();
    }
}
