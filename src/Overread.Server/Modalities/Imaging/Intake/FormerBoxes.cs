using Overread.Domain.Intake;
using Overread.Domain.Modalities.Imaging;
using Overread.Server.Features.Intake;
using Overread.Server.Modalities.Imaging.Gate;

namespace Overread.Server.Modalities.Imaging.Intake;

/// <summary>
/// Of images that were looked at before: the boxes, as people have left them. An image is the same where its identity and
/// every pixel are; another plan may give it another identity, so one whose pixels no other image had is the same, too.
/// </summary>
internal sealed class FormerBoxes
{
    private readonly Dictionary<string, IReadOnlyList<GateBox>> _boxes = [];
    private readonly Dictionary<string, IReadOnlyList<GateBox>?> _ofPixels = [];

    /// <summary>The boxes of entries that are made again; an entry that could not be looked at whole is looked at again.</summary>
    public static FormerBoxes Of(IReadOnlyList<GateEntry> entries)
    {
        FormerBoxes former = new();
        foreach (GateEntry entry in entries.Where(WasLookedAt))
        {
            IReadOnlyList<GateBox> boxes = ImagingWork.Of(entry).Boxes;
            foreach (FileFacts file in entry.Files)
            {
                List<GateBox> own = [.. boxes.Where(b => b.File == file.Id)];
                former._boxes[KeyOf(file)] = own;
                if (PixelsOf(file) is { } pixels)
                {
                    former._ofPixels[pixels] = former._ofPixels.ContainsKey(pixels) ? null : own;
                }
            }
        }

        return former;
    }

    /// <summary>The boxes of an image, under its new name; null where it was not looked at before.</summary>
    public IReadOnlyList<GateBox>? Of(FileFacts file) =>
        (
            _boxes.TryGetValue(KeyOf(file), out IReadOnlyList<GateBox>? boxes) ? boxes
            : PixelsOf(file) is { } pixels ? _ofPixels.GetValueOrDefault(pixels)
            : null
        )
            is { } found
            ? [.. found.Select(b => b with { File = file.Id })]
            : null;

    private static bool WasLookedAt(GateEntry entry) =>
        entry.Work is ImagingWork && !entry.Reasons.Any(TextScan.IsUnsearched);

    private static string? PixelsOf(FileFacts file) => (file.Content as ImageContent)?.PixelHash;

    private static string KeyOf(FileFacts file) =>
        file.Content is ImageContent { PixelHash: { } pixels, SopInstanceUid: { } uid }
            ? uid + "/" + pixels
            : file.Hash;
}
