using System.Text.Json;

namespace Overread.Dicom;

/// <summary>
/// The DICOM JSON model (PS3.18 annex F): attributes by number, values by representation. Large values are given by a
/// BulkDataURI that the caller makes, and are left out where it makes none.
/// </summary>
public static class DicomJson
{
    private const long LargestInline = 4096;

    /// <summary>Writes a data set as one JSON object.</summary>
    /// <param name="dataset">What to write.</param>
    /// <param name="writer">Receives the object.</param>
    /// <param name="bulkUri">Address of a large value by its element; null for none.</param>
    public static void Write(Dataset dataset, Utf8JsonWriter writer, Func<Element, string?>? bulkUri = null)
    {
        writer.WriteStartObject();
        foreach (Element element in dataset.Elements.Where(element => !element.Tag.IsGroupLength))
        {
            writer.WriteStartObject(
                element.Tag.Value.ToString("X8", System.Globalization.CultureInfo.InvariantCulture)
            );
            writer.WriteString("vr", element.Vr == Vr.None ? "UN" : VrLetters.Of(element.Vr));
            WriteValue(dataset, element, writer, bulkUri);
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

        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    private static void WriteValue(
        Dataset dataset,
        Element element,
        Utf8JsonWriter writer,
        Func<Element, string?>? bulkUri
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
                Write(item, writer, bulkUri);
            }

            writer.WriteEndArray();
        }
        else if (element.Fragments is not null || (element.Length > LargestInline && !element.Vr.IsText()))
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
            string trimmed = value.Trim(' ', '\0');
            if (trimmed.Length == 0)
            {
                writer.WriteNullValue();
            }
            else if (element.Vr == Vr.PN)
            {
                WriteName(trimmed, writer);
            }
            else if (
                element.Vr is Vr.DS or Vr.IS
                && decimal.TryParse(
                    trimmed,
                    System.Globalization.NumberStyles.Float,
                    System.Globalization.CultureInfo.InvariantCulture,
                    out decimal number
                )
            )
            {
                writer.WriteNumberValue(number);
            }
            else
            {
                writer.WriteStringValue(trimmed);
            }
        }

        writer.WriteEndArray();
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
                writer.WriteNumberValue(number);
            }
            else
            {
                // JSON has no word for what is no number (PS3.18 F.2.3 leaves it to the writer).
                writer.WriteNullValue();
            }
        }

        writer.WriteEndArray();
    }
}
