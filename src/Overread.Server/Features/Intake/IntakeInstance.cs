using Overread.Dicom;

namespace Overread.Server.Features.Intake;

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

    /// <summary>The received file in quarantine.</summary>
    public string Source { get; init; } = "";
    public string? PixelHash { get; init; }
    public IReadOnlyList<GateElement> Elements { get; init; } = [];

    /// <summary>Frames per second from Recommended Display Frame Rate, Cine Rate or Frame Time.</summary>
    public double? FrameRate =>
        Frames == 1 ? null
        : Header.GetNumber(new Tag(0x00082144)) is > 0 and var shown ? shown
        : Header.GetNumber(new Tag(0x00180040)) is > 0 and var cine ? cine
        : Header.GetNumber(new Tag(0x00181063)) is > 0 and var time ? 1000 / time
        : null;
}
