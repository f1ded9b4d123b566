using Overread.Domain.Marks;

namespace Overread.Domain.Modalities.Imaging;

/// <summary>
/// A DICOM object that was made of images and goes with them: a report, contours, a dose, a document. Nobody reads it.
/// </summary>
/// <param name="Object">What it is: see <see cref="CompanionKind"/>.</param>
/// <param name="Images">How many images it refers to: of those that came with it, or of all where none did.</param>
public sealed record CompanionContent(string Object, int Images) : FileContent
{
    /// <summary>Remapped SOP Instance UID.</summary>
    public string? SopInstanceUid { get; init; }

    /// <summary>Remapped Study Instance UID.</summary>
    public string? StudyUid { get; init; }

    /// <summary>
    /// Where it came without images: names by which they may be found (<see cref="FileContent.Names"/>), its study's first; not all
    /// where there are many. Null else.
    /// </summary>
    public IReadOnlyList<string>? RefersTo { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<string> Names => ImageContent.NamesOf(SopInstanceUid, StudyUid);

    /// <inheritdoc/>
    public override FileContent ForReaders() => this with { SopInstanceUid = null, StudyUid = null, RefersTo = null };
}
