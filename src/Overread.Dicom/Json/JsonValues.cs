using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Overread.Dicom.Json;

/// <summary>Encodes the "Value" array of one attribute; null where an entry cannot be of the representation.</summary>
internal static class JsonValues
{
    private const int LongestDecimal = 16;
    private static readonly string[] NameGroups = ["Alphabetic", "Ideographic", "Phonetic"];

    /// <summary>Texts in UTF-8, several separated by backslashes; numbers as text keep the digits that JSON has.</summary>
    internal static byte[]? Text(JsonElement values, Vr vr)
    {
        StringBuilder text = new();
        int index = 0;
        foreach (JsonElement value in values.EnumerateArray())
        {
            if (index++ > 0)
            {
                text.Append('\\');
            }

            string? one = value.ValueKind switch
            {
                JsonValueKind.Null => "",
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => Decimal(value, vr),
                JsonValueKind.Object when vr == Vr.PN => Name(value),
                _ => null,
            };
            if (one is null)
            {
                return null;
            }

            text.Append(one);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Binary numbers, little endian; numbers may stand as strings, and "NaN", "inf", "-inf" for FL and FD.</summary>
    internal static byte[]? Numbers(JsonElement values, Vr vr)
    {
        int unit = vr == Vr.AT ? 4 : vr.UnitSize();
        byte[] bytes = new byte[values.GetArrayLength() * unit];
        int index = 0;
        foreach (JsonElement value in values.EnumerateArray())
        {
            if (!TryNumber(value, vr, bytes.AsSpan(index++ * unit, unit)))
            {
                return null;
            }
        }

        return bytes;
    }

    private static string? Decimal(JsonElement value, Vr vr)
    {
        string raw = value.GetRawText();
        if (vr == Vr.IS)
        {
            // "3.0" is a whole number, but no text that IS allows.
            return
                value.TryGetDecimal(out decimal whole)
                && decimal.Truncate(whole) == whole
                && whole is >= int.MinValue and <= int.MaxValue
                ? ((int)whole).ToString(CultureInfo.InvariantCulture)
                : null;
        }

        if (vr != Vr.DS || raw.Length <= LongestDecimal)
        {
            return raw;
        }

        // PS3.5 table 6.2-1: sixteen characters at most. The most digits that fit.
        double number = value.GetDouble();
        for (int digits = 16; digits > 0 && double.IsFinite(number); digits--)
        {
            string shorter = number.ToString("G" + digits, CultureInfo.InvariantCulture);
            if (shorter.Length <= LongestDecimal)
            {
                return shorter;
            }
        }

        return null;
    }

    private static string? Name(JsonElement value)
    {
        string[] groups = ["", "", ""];
        for (int i = 0; i < NameGroups.Length; i++)
        {
            if (value.TryGetProperty(NameGroups[i], out JsonElement group) && group.ValueKind != JsonValueKind.Null)
            {
                if (group.ValueKind != JsonValueKind.String)
                {
                    return null;
                }

                groups[i] = group.GetString()!;
            }
        }

        return string.Join('=', groups).TrimEnd('=');
    }

    private static bool TryNumber(JsonElement value, Vr vr, Span<byte> target)
    {
        switch (vr)
        {
            case Vr.US:
                return TryInteger(value, out ushort us) && BinaryPrimitives.TryWriteUInt16LittleEndian(target, us);
            case Vr.SS:
                return TryInteger(value, out short ss) && BinaryPrimitives.TryWriteInt16LittleEndian(target, ss);
            case Vr.UL:
                return TryInteger(value, out uint ul) && BinaryPrimitives.TryWriteUInt32LittleEndian(target, ul);
            case Vr.SL:
                return TryInteger(value, out int sl) && BinaryPrimitives.TryWriteInt32LittleEndian(target, sl);
            case Vr.UV:
                return TryInteger(value, out ulong uv) && BinaryPrimitives.TryWriteUInt64LittleEndian(target, uv);
            case Vr.SV:
                return TryInteger(value, out long sv) && BinaryPrimitives.TryWriteInt64LittleEndian(target, sv);
            case Vr.FL:
                return TryReal(value, out double fl) && BinaryPrimitives.TryWriteSingleLittleEndian(target, (float)fl);
            case Vr.FD:
                return TryReal(value, out double fd) && BinaryPrimitives.TryWriteDoubleLittleEndian(target, fd);
            case Vr.AT:
                return TryTag(value, target);
            default:
                return false;
        }
    }

    private static bool TryInteger<T>(JsonElement value, out T number)
        where T : struct, IBinaryInteger<T>
    {
        string? text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => value.GetString(),
            _ => null,
        };
        if (T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number))
        {
            return true;
        }

        // "3.0" and "1e2" are whole numbers too.
        if (
            decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal whole)
            && decimal.Truncate(whole) == whole
        )
        {
            number = T.CreateSaturating(whole);
            return decimal.CreateSaturating(number) == whole;
        }

        return false;
    }

    private static bool TryReal(JsonElement value, out double number)
    {
        if (value.ValueKind == JsonValueKind.Number)
        {
            number = value.GetDouble();
            return true;
        }

        string? text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        number = text?.ToUpperInvariant() switch
        {
            "INF" or "INFINITY" => double.PositiveInfinity,
            "-INF" or "-INFINITY" => double.NegativeInfinity,
            _ => double.NaN,
        };
        return value.ValueKind == JsonValueKind.Null
            || !double.IsNaN(number)
            || string.Equals(text, "NaN", StringComparison.OrdinalIgnoreCase)
            || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    private static bool TryTag(JsonElement value, Span<byte> target)
    {
        if (
            value.ValueKind != JsonValueKind.String
            || value.GetString() is not { Length: 8 } digits
            || !uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint tag)
        )
        {
            return false;
        }

        BinaryPrimitives.WriteUInt16LittleEndian(target, (ushort)(tag >> 16));
        BinaryPrimitives.WriteUInt16LittleEndian(target[2..], (ushort)tag);
        return true;
    }
}
