using Overread.Deidentification.Patients;
using Overread.Dicom;
using Overread.Dicom.Deidentify;
using Overread.Domain.Intake;
using Overread.Server.Features.Intake;
using Overread.Server.Modalities.Imaging.Gate;

namespace Overread.Server.Modalities.Imaging.Intake;

/// <summary>One cleaned DICOM instance on its way to the gate.</summary>
internal sealed record IntakeInstance(
    string Id,
    string Path,
    string Hash,
    long Size,
    Dataset Header,
    DeidentificationAccount Account,
    IReadOnlyList<string> Residuals,
    string Digest
)
{
    public string Study => Header.GetText(Tags.StudyInstanceUid) ?? "";
    public string Series => Header.GetText(Tags.SeriesInstanceUid) ?? "";
    public string Modality => Header.GetText(Tags.Modality) is { Length: > 0 } m ? m : "OT";
    public int Width => Header.GetInt(Tags.Columns) ?? 0;
    public int Height => Header.GetInt(Tags.Rows) ?? 0;
    public int Frames => Math.Max(1, Header.GetInt(Tags.NumberOfFrames) ?? 1);

    /// <summary>What it is where it is no image to be read but goes with images: see <see cref="CompanionObject"/>; else null.</summary>
    public string? Companion => CompanionObject.KindOf(Header.GetText(Tags.SopClassUid) ?? "");

    /// <summary>The received file.</summary>
    public required ReceivedFile Source { get; init; }

    /// <summary>What the source says of its patient.</summary>
    public required PatientSighting Sighting { get; init; }
    public string? PixelHash { get; init; }

    /// <summary>What its header coarsely says, as the plan left it.</summary>
    public IReadOnlyList<ItemTrait> Traits { get; init; } = [];
    public IReadOnlyList<GateElement> Elements { get; init; } = [];

    /// <summary>
    /// Distance of neighbouring columns and rows in millimetres (PS3.3 section 10.7.1.3: Pixel Spacing names rows first); at
    /// the detector where the image is a projection, which says so by having no other; null where the object does not say.
    /// </summary>
    public (double X, double Y)? Spacing => SpacingOf(Tags.PixelSpacing) ?? SpacingOf(Tags.ImagerPixelSpacing);

    private (double X, double Y)? SpacingOf(Tag tag) =>
        Header.GetNumbers(tag) is [> 0 and var rows, > 0 and var columns] ? (columns, rows) : null;

    /// <summary>Frames per second from Recommended Display Frame Rate, Cine Rate or Frame Time.</summary>
    public double? FrameRate =>
        Frames == 1 ? null
        : Header.GetNumber(new Tag(0x00082144)) is > 0 and var shown ? shown
        : Header.GetNumber(new Tag(0x00180040)) is > 0 and var cine ? cine
        : Header.GetNumber(new Tag(0x00181063)) is > 0 and var time ? 1000 / time
        : null;
}
