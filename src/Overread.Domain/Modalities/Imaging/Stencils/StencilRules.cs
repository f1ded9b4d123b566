namespace Overread.Domain.Modalities.Imaging.Stencils;

/// <summary>Decides about places that are blanked in every picture of one device, kind and size.</summary>
public static class StencilRules
{
    // Of a proposal; the rest is the margin that was drawn around its letters.
    private const double Covered = 0.9;

    /// <summary>Makes a stencil of what is to be blanked in an image.</summary>
    /// <param name="of">The image's device, kind and size; null where its header names no device.</param>
    /// <param name="file">The image.</param>
    /// <param name="boxes">The boxes of its entry.</param>
    public static Decision Keep(StencilPicture? of, string file, IReadOnlyList<GateBox> boxes)
    {
        if (of is null)
        {
            return Decision.Refuse(
                new("stencil.device", "The header names no manufacturer and model, so nobody could tell its pictures.")
                {
                    Where = "file",
                    Next = "Blank the places in this entry, with a reach over every image of its size.",
                }
            );
        }

        List<StencilPlace> places =
        [
            .. boxes
                .Where(b => b.File == file && b is { State: "accepted", Reach: not "frame" })
                .Select(b => new StencilPlace(b.Left, b.Top, b.Width, b.Height))
                .Distinct(),
        ];
        return places.Count == 0
            ? Decision.Refuse(
                new("stencil.empty", "Nothing is to be blanked in every frame of this image.")
                {
                    Where = "file",
                    Next = "Accept or draw the places first.",
                }
            )
            : Decision.Accept(new StencilKept(of, places));
    }

    /// <summary>
    /// The boxes of an entry with a stencil laid on one of its images: places that are not to be blanked yet are added, and
    /// proposals that lie in them are blanked with them.
    /// </summary>
    /// <param name="boxes">As they are.</param>
    /// <param name="file">The image.</param>
    /// <param name="places">The stencil.</param>
    /// <param name="newId">Makes ids.</param>
    /// <returns>The same list where nothing changes.</returns>
    public static IReadOnlyList<GateBox> Lay(
        IReadOnlyList<GateBox> boxes,
        string file,
        IReadOnlyList<StencilPlace> places,
        Func<string> newId
    )
    {
        List<GateBox> laid =
        [
            .. boxes.Select(b =>
                b.File == file && b.State == "proposed" && IsCovered(b, places) ? b with { State = "accepted" } : b
            ),
        ];
        foreach (StencilPlace place in places)
        {
            bool there = boxes.Any(b =>
                b.File == file
                && b is { State: "accepted", Reach: not "frame" }
                && (b.Left, b.Top, b.Width, b.Height) == (place.Left, place.Top, place.Width, place.Height)
            );
            if (!there)
            {
                laid.Add(BoxOf(place, file, newId()));
            }
        }

        return laid.SequenceEqual(boxes) ? boxes : laid;
    }

    /// <summary>A place of a stencil as a box on an image, to be blanked in every frame.</summary>
    public static GateBox BoxOf(StencilPlace place, string file, string id) =>
        new(id, file, 0, "image", place.Left, place.Top, place.Width, place.Height, "stencil", "accepted");

    /// <summary>True where nearly all of a box lies in places of a stencil.</summary>
    public static bool IsCovered(GateBox box, IReadOnlyList<StencilPlace> places) =>
        places.Any(p =>
            (long)Math.Max(0, Math.Min(box.Left + box.Width, p.Left + p.Width) - Math.Max(box.Left, p.Left))
                * Math.Max(0, Math.Min(box.Top + box.Height, p.Top + p.Height) - Math.Max(box.Top, p.Top))
            >= Covered * box.Width * box.Height
        );
}
