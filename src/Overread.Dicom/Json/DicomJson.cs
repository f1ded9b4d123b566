using System.Globalization;
using System.Text;
using System.Text.Json;
using Overread.Dicom.Text;

namespace Overread.Dicom.Json;

/// <summary>
/// The DICOM JSON model (PS3.18 annex F), both ways: attributes by number, values by representation. Large values are
/// given by a BulkDataURI that the caller makes, and are left out where it makes none. Text is UTF-8 whatever the object's
/// own character set, so (0008,0005) is written and read as ISO_IR 192.
/// </summary>
public static class DicomJson
{
    /// <summary>Binary values of more bytes than this become bulk data unless the caller says otherwise.</summary>
    public const long LargestInline = 4096;

    // What TextOf reads at most.
    private const long LargestText = 1 << 26;

    /// <summary>
    /// Reads an array of objects, or one object. Damage is in the findings; this never throws for what the bytes say.
    /// </summary>
    /// <param name="utf8">The JSON text.</param>
    /// <param name="bulk">
    /// Fetches a value that stands elsewhere, as an element of the number asked for; null where it cannot, which leaves the
    /// element empty with a finding <see cref="FindingKind.MissingBulkData"/>.
    /// </param>
    public static JsonReading Read(ReadOnlyMemory<byte> utf8, Func<BulkReference, Element?>? bulk = null) =>
        new DicomJsonReader(bulk).Read(utf8);

    /// <summary>Writes a data set as one JSON object.</summary>
    /// <param name="dataset">What to write.</param>
    /// <param name="writer">Receives the object.</param>
    /// <param name="bulkUri">Address of a large value by its element; null for none.</param>
    /// <param name="largestInline">Binary values of more bytes than this are given by their address.</param>
    public static void Write(
        Dataset dataset,
        Utf8JsonWriter writer,
        Func<Element, string?>? bulkUri = null,
        long largestInline = LargestInline
    )
    {
        writer.WriteStartObject();
        foreach (Element element in dataset.Elements.Where(element => !element.Tag.IsGroupLength))
        {
            writer.WriteStartObject(element.Tag.Value.ToString("X8", CultureInfo.InvariantCulture));
            writer.WriteString("vr", element.Vr == Vr.None ? "UN" : VrLetters.Of(element.Vr));
            WriteValue(dataset, element, writer, bulkUri, largestInline);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <summary>The JSON text of a data set.</summary>
    public static string ToText(Dataset dataset, bool indented = false)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Indented = indented }))
        {
            Write(dataset, writer);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    private static void WriteValue(
        Dataset dataset,
        Element element,
        Utf8JsonWriter writer,
        Func<Element, string?>? bulkUri,
        long largestInline
    )
    {
        if (element.IsEmpty)
        {
            return;
        }

        if (element.Items is { } items)
        {
            writer.WriteStartArray("Value");
            foreach (Dataset item in items)
            {
                Write(item, writer, bulkUri, largestInline);
            }

            writer.WriteEndArray();
        }
        else if (element.Tag == Tags.SpecificCharacterSet)
        {
            writer.WriteStartArray("Value");
            writer.WriteStringValue(SpecificCharacterSet.Utf8.DefinedTerms);
            writer.WriteEndArray();
        }
        else if (element.Fragments is not null || element.Length > (element.Vr.IsText() ? LargestText : largestInline))
        {
            if (bulkUri?.Invoke(element) is { } uri)
            {
                writer.WriteString("BulkDataURI", uri);
            }
        }
        else if (element.Vr.IsText())
        {
            WriteTexts(dataset, element, writer);
        }
        else if (element.Vr is Vr.OB or Vr.OW or Vr.OD or Vr.OF or Vr.OL or Vr.OV or Vr.UN or Vr.None)
        {
            writer.WriteBase64String("InlineBinary", element.ReadBytes().Span);
        }
        else
        {
            WriteNumbers(element, writer);
        }
    }

    private static void WriteTexts(Dataset dataset, Element element, Utf8JsonWriter writer)
    {
        string? text = dataset.TextOf(element);
        if (text is null)
        {
            return;
        }

        writer.WriteStartArray("Value");
        foreach (string value in element.Vr.IsSingleText() ? [text] : text.Split('\\'))
        {
            // Leading spaces of long texts carry meaning; elsewhere PS3.5 table 6.2-1 calls them padding.
            string trimmed = element.Vr.IsSingleText() ? value.TrimEnd(' ', '\0') : value.Trim(' ', '\0');
            if (trimmed.Length == 0)
            {
                writer.WriteNullValue();
            }
            else if (element.Vr == Vr.PN)
            {
                WriteName(trimmed, writer);
            }
            else if (element.Vr is Vr.DS or Vr.IS && AsJsonNumber(trimmed) is { } number)
            {
                writer.WriteRawValue(number);
            }
            else
            {
                writer.WriteStringValue(trimmed);
            }
        }

        writer.WriteEndArray();
    }

    /// <summary>
    /// A decimal text in the grammar of JSON with every digit kept (so not by way of a binary number); null where it is
    /// no number.
    /// </summary>
    private static string? AsJsonNumber(string text)
    {
        // The parser lets white space of all kinds and zeros at the end pass, which the grammar of JSON does not.
        bool plain = text.All(c => char.IsAsciiDigit(c) || c is '+' or '-' or '.' or 'e' or 'E');
        if (!plain || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
        {
            return null;
        }

        int exponent = text.AsSpan().IndexOfAny('e', 'E');
        ReadOnlySpan<char> mantissa = exponent < 0 ? text : text.AsSpan(0, exponent);
        bool negative = mantissa[0] == '-';
        mantissa = mantissa.TrimStart("+-");
        int point = mantissa.IndexOf('.');
        ReadOnlySpan<char> whole = (point < 0 ? mantissa : mantissa[..point]).TrimStart('0');
        ReadOnlySpan<char> fraction = point < 0 ? default : mantissa[(point + 1)..];
        return !double.IsFinite(value)
            ? null
            : string.Concat(
                negative ? "-" : "",
                whole.Length == 0 ? "0" : whole,
                fraction.Length == 0 ? "" : $".{fraction}",
                exponent < 0 ? "" : text.AsSpan(exponent)
            );
    }

    private static void WriteName(string name, Utf8JsonWriter writer)
    {
        string[] groups = name.Split('=');
        string[] titles = ["Alphabetic", "Ideographic", "Phonetic"];
        writer.WriteStartObject();
        for (int i = 0; i < Math.Min(groups.Length, 3); i++)
        {
            if (groups[i].Length > 0)
            {
                writer.WriteString(titles[i], groups[i]);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteNumbers(Element element, Utf8JsonWriter writer)
    {
        int unit = element.Vr == Vr.AT ? 4 : element.Vr.UnitSize();
        writer.WriteStartArray("Value");
        ReadOnlySpan<byte> bytes = element.ReadBytes().Span;
        for (int i = 0; (i + 1) * unit <= bytes.Length; i++)
        {
            if (element.Vr == Vr.AT)
            {
                ushort group = BitConverter.ToUInt16(bytes[(i * 4)..]);
                ushort number = BitConverter.ToUInt16(bytes[((i * 4) + 2)..]);
                writer.WriteStringValue($"{group:X4}{number:X4}");
            }
            else if (element.Vr == Vr.SV)
            {
                writer.WriteNumberValue(BitConverter.ToInt64(bytes[(i * 8)..]));
            }
            else if (element.Vr == Vr.UV)
            {
                writer.WriteNumberValue(BitConverter.ToUInt64(bytes[(i * 8)..]));
            }
            else if (NumberValues.Read(element, i) is { } number)
            {
                // The shortest text that gives the same 32 bits again, not the same 64.
                if (element.Vr == Vr.FL)
                {
                    writer.WriteNumberValue((float)number);
                }
                else
                {
                    writer.WriteNumberValue(number);
                }
            }
            else
            {
                // JSON has no word for what is no finite number: these are the strings that PS3.18 F.2.3 gives.
                double value =
                    element.Vr == Vr.FL
                        ? BitConverter.ToSingle(bytes[(i * 4)..])
                        : BitConverter.ToDouble(bytes[(i * 8)..]);
                writer.WriteStringValue(
                    double.IsNaN(value) ? "NaN"
                    : value > 0 ? "inf"
                    : "-inf"
                );
            }
        }

        writer.WriteEndArray();
    }
}
