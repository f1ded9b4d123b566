namespace Overread.Dicom.Pixels;

/// <summary>Palette colour (PS3.3 C.7.9), segmented tables included.</summary>
public static class PaletteColors
{
    private static readonly (Tag Descriptor, Tag Plain, Tag Segmented)[] Channels =
    [
        (
            Tags.RedPaletteColorLookupTableDescriptor,
            Tags.RedPaletteColorLookupTableData,
            Tags.SegmentedRedPaletteColorLookupTableData
        ),
        (
            Tags.GreenPaletteColorLookupTableDescriptor,
            Tags.GreenPaletteColorLookupTableData,
            Tags.SegmentedGreenPaletteColorLookupTableData
        ),
        (
            Tags.BluePaletteColorLookupTableDescriptor,
            Tags.BluePaletteColorLookupTableData,
            Tags.SegmentedBluePaletteColorLookupTableData
        ),
    ];

    /// <summary>Writes segmented palettes out as plain ones, which every viewer reads; the colours are the same.</summary>
    /// <returns>True where there was a segmented palette.</returns>
    public static bool ExpandSegmented(Dataset dataset)
    {
        bool any = false;
        foreach ((Tag descriptor, Tag plain, Tag segmented) in Channels)
        {
            if (dataset.Contains(plain) || Table(dataset, descriptor, plain, segmented) is not { } table)
            {
                continue;
            }

            ushort[] values = Array.ConvertAll(
                table.Entries,
                e => (ushort)Math.Clamp(Math.Round(e), 0, ushort.MaxValue)
            );
            dataset.Set(new Element(plain, Vr.OW, Element.UInt16(plain, values).ReadBytes()));
            dataset.Remove(segmented);
            any = true;
        }

        return any;
    }

    internal static RenderedFrame Render(Dataset dataset, PixelFrame frame)
    {
        int count = (int)frame.Facts.Pixels;
        byte[] rgb = new byte[count * 3];
        LookupTable?[] tables =
        [
            Table(
                dataset,
                Tags.RedPaletteColorLookupTableDescriptor,
                Tags.RedPaletteColorLookupTableData,
                Tags.SegmentedRedPaletteColorLookupTableData
            ),
            Table(
                dataset,
                Tags.GreenPaletteColorLookupTableDescriptor,
                Tags.GreenPaletteColorLookupTableData,
                Tags.SegmentedGreenPaletteColorLookupTableData
            ),
            Table(
                dataset,
                Tags.BluePaletteColorLookupTableDescriptor,
                Tags.BluePaletteColorLookupTableData,
                Tags.SegmentedBluePaletteColorLookupTableData
            ),
        ];
        for (int i = 0; i < count; i++)
        {
            double stored = frame.Sample(i * frame.Facts.Samples);
            for (int channel = 0; channel < 3; channel++)
            {
                double value = tables[channel]?.Apply(stored) ?? stored;
                int bits = tables[channel]?.Bits ?? 8;
                rgb[(i * 3) + channel] = (byte)Math.Clamp(bits > 8 ? value / 256 : value, 0, 255);
            }
        }

        return new RenderedFrame(frame.Facts.Columns, frame.Facts.Rows, true, rgb);
    }

    private static LookupTable? Table(Dataset dataset, Tag descriptor, Tag data, Tag segmented)
    {
        LookupTable? plain = LookupTable.Read(dataset, descriptor, data);
        if (plain is not null || !dataset.TryGet(segmented, out Element? element) || element.IsSequence)
        {
            return plain;
        }

        int count = dataset.GetInt(descriptor, 0) is { } given and not 0 ? given & 0xFFFF : 65536;
        double[] entries = Expand(element.ReadBytes().Span, count);
        return new LookupTable(dataset.GetInt(descriptor, 1) ?? 0, 16, entries);
    }

    /// <summary>Discrete (0) and linear (1) segments; indirect ones (2) repeat earlier segments (PS3.3 C.7.9.2).</summary>
    private static double[] Expand(ReadOnlySpan<byte> bytes, int count)
    {
        double[] entries = new double[count];
        int done = 0;
        int steps = 0;
        Expand(bytes, 0, bytes.Length / 2, entries, ref done, ref steps, int.MaxValue, false);
        return entries;
    }

    private static void Expand(
        ReadOnlySpan<byte> bytes,
        int from,
        int to,
        double[] entries,
        ref int done,
        ref int steps,
        int most,
        bool repeated
    )
    {
        int Word(ReadOnlySpan<byte> b, int i) => (i * 2) + 1 < b.Length ? b[i * 2] | (b[(i * 2) + 1] << 8) : 0;
        int segments = 0;
        for (int i = from; i + 1 < to && done < entries.Length && steps++ < 1 << 17; )
        {
            int kind = Word(bytes, i);
            int length = Word(bytes, i + 1);
            if (kind == 0)
            {
                for (int k = 0; k < length && done < entries.Length; k++)
                {
                    entries[done++] = Word(bytes, i + 2 + k);
                }

                i += 2 + length;
            }
            else if (kind == 1)
            {
                double start = done == 0 ? 0 : entries[done - 1];
                int end = Word(bytes, i + 2);
                for (int k = 1; k <= length && done < entries.Length; k++)
                {
                    entries[done++] = start + ((end - start) * k / length);
                }

                i += 3;
            }
            else if (kind == 2 && !repeated)
            {
                int offset = (Word(bytes, i + 2) | (Word(bytes, i + 3) << 16)) / 2;
                if (offset >= 0 && offset < i)
                {
                    Expand(bytes, offset, i, entries, ref done, ref steps, length, true);
                }

                i += 4;
            }
            else
            {
                return;
            }

            segments++;
            if (segments >= most)
            {
                return;
            }
        }
    }
}
