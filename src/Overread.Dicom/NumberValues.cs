using System.Buffers.Binary;

namespace Overread.Dicom;

/// <summary>Reads one number out of a binary value.</summary>
internal static class NumberValues
{
    /// <summary>The number at an index; null beyond the end and for representations without numbers.</summary>
    internal static double? Read(Element element, int index)
    {
        int unit = element.Vr.UnitSize();
        long offset = (long)index * unit;
        if (offset < 0 || offset + unit > element.Length || element.Vr is Vr.UN or Vr.AT or Vr.OB)
        {
            return null;
        }

        Span<byte> number = stackalloc byte[8];
        number = number[..unit];
        if (element.Range is { } range)
        {
            if (range.Read(offset, number) < unit)
            {
                return null;
            }
        }
        else
        {
            element.InlineBytes.Span.Slice((int)offset, unit).CopyTo(number);
        }

        return element.Vr switch
        {
            Vr.US or Vr.OW => BinaryPrimitives.ReadUInt16LittleEndian(number),
            Vr.SS => BinaryPrimitives.ReadInt16LittleEndian(number),
            Vr.UL or Vr.OL => BinaryPrimitives.ReadUInt32LittleEndian(number),
            Vr.SL => BinaryPrimitives.ReadInt32LittleEndian(number),
            Vr.FL or Vr.OF => Finite(BinaryPrimitives.ReadSingleLittleEndian(number)),
            Vr.FD or Vr.OD => Finite(BinaryPrimitives.ReadDoubleLittleEndian(number)),
            Vr.UV or Vr.OV => BinaryPrimitives.ReadUInt64LittleEndian(number),
            Vr.SV => BinaryPrimitives.ReadInt64LittleEndian(number),
            _ => null,
        };
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
