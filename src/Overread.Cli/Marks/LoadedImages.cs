using Overread.Dicom.Derived;
using Overread.Imaging.Marks;

namespace Overread.Cli.Marks;

/// <summary>The images that marks shall stand on, and for DICOM their headers in the same order.</summary>
/// <param name="Stack">The images.</param>
/// <param name="Dicom">One per image; empty for other files.</param>
/// <param name="Kind">"series", "volume" or "pictures", for people.</param>
internal sealed record LoadedImages(MarkedImages Stack, IReadOnlyList<SourceImage> Dicom, string Kind)
{
    /// <summary>The files that they came from, none of which may be written over.</summary>
    internal IReadOnlyList<string> Paths { get; init; } = [];
}
