using Overread.Dicom.Pixels;

namespace Overread.Dicom.PixelText;

/// <summary>How proposals lie over each other.</summary>
internal static class TextProposals
{
    /// <summary>Full stops, accents and soft edges lie outside the strokes that were found.</summary>
    internal static PixelBox Padded(PixelBox box, RenderedFrame frame) =>
        box.Grown(2 + (Math.Min(box.Width, box.Height) / 5), frame.Width, frame.Height);

    /// <summary>The share of a box's pixels that lie in any of others, 0 to 1.</summary>
    internal static double Share(PixelBox box, IReadOnlyList<PixelBox> others)
    {
        PixelBox[] near = [.. others.Where(other => other.Overlap(box) > 0)];
        if (near.Length <= 1)
        {
            return near.Length == 0 ? 0 : (double)near[0].Overlap(box) / Area(box);
        }

        long covered = 0;
        for (int y = box.Top; y < box.Bottom; y++)
        {
            int at = box.Left;
            foreach (PixelBox other in near.Where(n => n.Top <= y && y < n.Bottom).OrderBy(n => n.Left))
            {
                int from = Math.Max(at, other.Left);
                int to = Math.Min(box.Right, other.Right);
                covered += Math.Max(0, to - from);
                at = Math.Max(at, to);
            }
        }

        return (double)covered / Area(box);
    }

    /// <summary>Of boxes that lie over each other, the surest stays, grown to hold the others.</summary>
    internal static List<TextProposal> Merge(IEnumerable<TextProposal> found)
    {
        List<TextProposal> merged = [];
        foreach (
            TextProposal proposal in found.OrderByDescending(p => p.IsOfHeader).ThenByDescending(p => p.Confidence)
        )
        {
            int at = merged.FindIndex(other =>
                other.Box.Overlap(proposal.Box) * 2 > Math.Min(Area(other.Box), Area(proposal.Box))
            );
            if (at < 0)
            {
                merged.Add(proposal);
            }
            else
            {
                merged[at] = merged[at] with { Box = TextLines.Joined(merged[at].Box, proposal.Box) };
            }
        }

        return merged;
    }

    /// <summary>Adds what one more frame shows to what the frames before it showed.</summary>
    internal static void Add(List<TextProposal> all, IReadOnlyList<TextProposal> found)
    {
        foreach (TextProposal proposal in found)
        {
            int at = all.FindIndex(known => known.Box.Overlap(proposal.Box) * 4 >= 3 * Area(proposal.Box));
            if (at < 0)
            {
                all.Add(proposal);
            }
            else
            {
                all[at] = all[at] with
                {
                    Box = TextLines.Joined(all[at].Box, proposal.Box),
                    IsOfHeader = all[at].IsOfHeader || proposal.IsOfHeader,
                    Frames = all[at].Frames + 1,
                };
            }
        }
    }

    private static long Area(PixelBox box) => (long)box.Width * box.Height;
}
