namespace Overread.Dicom.PixelText;

/// <summary>
/// Where an ultrasound machine draws its measurements of the patient: the Sequence of Ultrasound Regions (PS3.3 C.8.5.5).
/// Banners with names lie outside of it.
/// </summary>
public static class UltrasoundRegions
{
    private static readonly Tag MinX = new(0x00186018);
    private static readonly Tag MinY = new(0x0018601A);
    private static readonly Tag MaxX = new(0x0018601C);
    private static readonly Tag MaxY = new(0x0018601E);

    /// <summary>The regions in pixels; none where the object has none, or where one of them does not fit its picture.</summary>
    /// <param name="dataset">The object.</param>
    public static IReadOnlyList<PixelBox> Of(Dataset dataset)
    {
        int columns = dataset.GetInt(Tags.Columns) ?? 0;
        int rows = dataset.GetInt(Tags.Rows) ?? 0;
        List<PixelBox> regions = [];
        foreach (Dataset item in dataset.GetItems(Tags.SequenceOfUltrasoundRegions))
        {
            // Both corners belong to the region. Coordinates beyond the picture tell that it was scaled afterwards.
            if (
                item.GetInt(MinX) is not { } left
                || item.GetInt(MinY) is not { } top
                || item.GetInt(MaxX) is not { } right
                || item.GetInt(MaxY) is not { } bottom
                || left < 0
                || top < 0
                || right < left
                || bottom < top
                || right >= columns
                || bottom >= rows
            )
            {
                return [];
            }

            regions.Add(new PixelBox(left, top, right - left + 1, bottom - top + 1));
        }

        return regions;
    }

    /// <summary>
    /// Boxes that cover everything outside the regions and nothing inside them, none overlapping another; none where there
    /// are no regions.
    /// </summary>
    /// <param name="dataset">The object.</param>
    public static IReadOnlyList<PixelBox> Outside(Dataset dataset)
    {
        IReadOnlyList<PixelBox> regions = Of(dataset);
        if (regions.Count == 0)
        {
            return [];
        }

        int columns = dataset.GetInt(Tags.Columns)!.Value;
        int rows = dataset.GetInt(Tags.Rows)!.Value;
        int[] lines = [.. Edges(regions, rows, r => r.Top, r => r.Bottom)];
        int[] places = [.. Edges(regions, columns, r => r.Left, r => r.Right)];
        List<PixelBox> outside = [];
        for (int y = 0; y + 1 < lines.Length; y++)
        {
            int height = lines[y + 1] - lines[y];
            int from = -1;
            for (int x = 0; x + 1 <= places.Length; x++)
            {
                bool end = x + 1 == places.Length;
                bool inside = !end && regions.Any(r => r.Overlap(new PixelBox(places[x], lines[y], 1, 1)) > 0);
                if (!end && !inside)
                {
                    from = from < 0 ? places[x] : from;
                }
                else if (from >= 0)
                {
                    Add(outside, new PixelBox(from, lines[y], places[x] - from, height));
                    from = -1;
                }
            }
        }

        return outside;
    }

    private static SortedSet<int> Edges(
        IReadOnlyList<PixelBox> regions,
        int size,
        Func<PixelBox, int> first,
        Func<PixelBox, int> end
    ) => [0, size, .. regions.Select(first), .. regions.Select(end)];

    /// <summary>A box straight below one of the same width makes it longer.</summary>
    private static void Add(List<PixelBox> boxes, PixelBox box)
    {
        int above = boxes.FindIndex(b => b.Left == box.Left && b.Width == box.Width && b.Bottom == box.Top);
        if (above >= 0)
        {
            boxes[above] = boxes[above] with { Height = boxes[above].Height + box.Height };
        }
        else
        {
            boxes.Add(box);
        }
    }
}
