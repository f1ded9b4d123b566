namespace Overread.Dicom.Pixels.JpegBlanking;

/// <summary>A component of a scan with the Huffman tables it uses: places 0 to 3 for DC, 4 to 7 for AC.</summary>
internal readonly record struct JpegScanPart(JpegComponent Component, int DcTable, int AcTable);

/// <summary>One scan of a sequential JPEG: its components, and the order in which their blocks follow each other.</summary>
/// <param name="Parts">One component, or several whose blocks are interleaved.</param>
/// <param name="Restart">Units between two restart markers; 0 for none.</param>
internal sealed record JpegScanPlan(IReadOnlyList<JpegScanPart> Parts, int Restart)
{
    /// <summary>The blocks in the order of the stream: number of the unit from 0, part, row and column.</summary>
    internal IEnumerable<(int Unit, int Part, int Row, int Column)> Blocks()
    {
        if (Parts.Count == 1)
        {
            JpegComponent only = Parts[0].Component;
            for (int i = 0; i < only.OwnRows * only.OwnColumns; i++)
            {
                yield return (i, 0, i / only.OwnColumns, i % only.OwnColumns);
            }

            yield break;
        }

        int wide = Parts[0].Component.Stride / Parts[0].Component.Across;
        int high = Parts[0].Component.BlockRows / Parts[0].Component.Down;
        for (int i = 0; i < wide * high; i++)
        {
            for (int part = 0; part < Parts.Count; part++)
            {
                JpegComponent component = Parts[part].Component;
                for (int b = 0; b < component.Across * component.Down; b++)
                {
                    int row = (i / wide * component.Down) + (b / component.Across);
                    yield return (i, part, row, (i % wide * component.Across) + (b % component.Across));
                }
            }
        }
    }
}
