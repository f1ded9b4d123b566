using Overread.Dicom.PixelText;
using Overread.Domain;
using Overread.Domain.Modalities.Imaging;
using Overread.Server.Features.Intake;

namespace Overread.Server.Modalities.Imaging.Gate;

/// <summary>A study or photo at the gate: its pictures, its boxes, its heads, its header before and after.</summary>
internal sealed record ImagingEntryDetail : EntryDetail
{
    /// <summary>A picture at the gate; <c>Outside</c> covers what an ultrasound shows beside its scan regions; <c>Stencil</c> says for which pictures its places can be kept, null for none.</summary>
    internal sealed record ImageView(
        string File,
        string Title,
        int Width,
        int Height,
        int Frames,
        string Address,
        IReadOnlyList<PixelBox> Outside,
        string? Stencil
    );

    internal sealed record FaceView(
        string Series,
        string Title,
        int Files,
        string? Problem,
        bool HasCut,
        [Words("proposed", "accepted", "kept")] string State,
        string? Reason,
        double? RemovedMillilitres,
        double? SkinLeft,
        double? BrainMillilitres,
        IReadOnlyList<string> Pictures,
        string Address
    );

    public ImagingEntryDetail(GateEntry entry)
        : base(entry) { }

    public required IReadOnlyList<ImageView> Images { get; init; }
    public required IReadOnlyList<GateBox> Boxes { get; init; }
    public required IReadOnlyList<GateElement> Elements { get; init; }
    public required int ResidualRevision { get; init; }

    /// <summary>Values of the source that are still in the output, and what was said about each.</summary>
    public required IReadOnlyList<GateResidual> Residuals { get; init; }
    public required int CompanionRevision { get; init; }

    /// <summary>Objects that came with the images, and what becomes of each.</summary>
    public required IReadOnlyList<CompanionView> Companions { get; init; }
    public required int FaceRevision { get; init; }
    public required IReadOnlyList<FaceView> Faces { get; init; }
}
