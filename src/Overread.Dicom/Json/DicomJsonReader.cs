using System.Globalization;
using System.Text;
using System.Text.Json;
using Overread.Dicom.Reading;
using Overread.Dicom.Text;

namespace Overread.Dicom.Json;

/// <summary>Turns DICOM JSON (PS3.18 annex F) into data sets; what does not fit becomes a finding.</summary>
internal sealed class DicomJsonReader(Func<BulkReference, Element?>? bulk)
{
    private const int DeepestSequence = 100;

    // A sequence is three levels of JSON: the attribute, its array of values, the item.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = (DeepestSequence * 3) + 8 };

    private readonly FindingList _findings = new();

    internal JsonReading Read(ReadOnlyMemory<byte> utf8)
    {
        List<JsonInstance> instances = [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(WithoutByteOrderMark(utf8), Options);
            JsonElement root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Array)
            {
                foreach (JsonElement instance in root.EnumerateArray())
                {
                    ReadInstance(instance, instances);
                }
            }
            else
            {
                ReadInstance(root, instances);
            }
        }
        catch (JsonException exception)
        {
            _findings.Add(
                FindingKind.NotDicom,
                exception.BytePositionInLine ?? -1,
                "",
                $"not JSON: line {(exception.LineNumber ?? 0) + 1}"
            );
        }

        return new JsonReading(instances, _findings.All);
    }

    private static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> utf8) =>
        utf8.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? utf8[3..] : utf8;

    private void ReadInstance(JsonElement json, List<JsonInstance> instances)
    {
        string path = $"[{instances.Count}]";
        Dataset all = new();
        ReadObject(json, all, path, 0);
        Dataset meta = new();
        foreach (Element element in all.Elements.Where(element => element.Tag.Group == 0x0002).ToArray())
        {
            meta.Set(element);
            all.Remove(element.Tag);
        }

        instances.Add(new JsonInstance(meta, all));
    }

    private void ReadObject(JsonElement json, Dataset target, string path, int depth)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        if (json.ValueKind != JsonValueKind.Object)
        {
            Bad(path, "an object of attributes was expected");
            return;
        }

        bool beyondAscii = false;
        foreach (JsonProperty property in json.EnumerateObject())
        {
            if (!TryName(property, out Tag tag))
            {
                Bad(path, "a name that is not eight hexadecimal digits");
                continue;
            }

            string here = $"{path}/{tag}";
            if (tag.IsGroupLength || tag.Group is 0x0000 or 0xFFFE or 0xFFFF)
            {
                continue;
            }

            if (target.Contains(tag))
            {
                _findings.Add(FindingKind.DuplicateElement, -1, here, "the attribute stands twice; the first is kept");
                continue;
            }

            Element? element = TryReadAttribute(property.Value, tag, target, here, depth);
            if (element is not null)
            {
                target.Set(element);
                beyondAscii |= element.Vr.UsesCharacterSet() && !Ascii.IsValid(element.InlineBytes.Span);
            }
        }

        // The texts are UTF-8 now, whatever the object that was once turned into JSON had.
        if (beyondAscii || target.Contains(Tags.SpecificCharacterSet))
        {
            target.Set(Tags.SpecificCharacterSet, Vr.CS, SpecificCharacterSet.Utf8.DefinedTerms);
        }
    }

    private static bool TryName(JsonProperty property, out Tag tag)
    {
        tag = default;
        try
        {
            string name = property.Name;
            bool number = uint.TryParse(
                name,
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out uint value
            );
            tag = new Tag(value);
            return number && name.Length == 8;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, which JSON can write and no string can hold.
            return false;
        }
    }

    private Element? TryReadAttribute(JsonElement json, Tag tag, Dataset target, string path, int depth)
    {
        try
        {
            return ReadAttribute(json, tag, target, path, depth);
        }
        catch (InvalidOperationException)
        {
            Bad(path, "a text that is no text: half of a surrogate pair or bytes that are not UTF-8");
            return null;
        }
    }

    private Element? ReadAttribute(JsonElement json, Tag tag, Dataset target, string path, int depth)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            Bad(path, "an attribute must be an object");
            return null;
        }

        Vr vr = Vr.None;
        if (json.TryGetProperty("vr", out JsonElement letters) && letters.ValueKind == JsonValueKind.String)
        {
            vr = VrOf(letters.GetString()!, path);
        }

        if (vr == Vr.None)
        {
            vr = AttributeRegistry.VrOf(tag);
        }

        if (json.TryGetProperty("BulkDataURI", out JsonElement uri))
        {
            return ReadBulk(uri, tag, vr, path);
        }

        if (json.TryGetProperty("InlineBinary", out JsonElement binary))
        {
            return ReadBinary(binary, tag, vr, path);
        }

        bool valued = json.TryGetProperty("Value", out JsonElement values) && values.ValueKind != JsonValueKind.Null;
        if (vr == Vr.SQ)
        {
            return ReadSequence(valued ? values : default, tag, target, path, depth);
        }

        if (!valued)
        {
            return new Element(tag, vr, ReadOnlyMemory<byte>.Empty);
        }

        if (values.ValueKind != JsonValueKind.Array)
        {
            Bad(path, "Value must be an array");
            return null;
        }

        byte[]? bytes = vr.IsText() ? JsonValues.Text(values, vr) : JsonValues.Numbers(values, vr);
        if (bytes is null)
        {
            Bad(path, $"a value that {VrLetters.Of(vr)} cannot hold");
            return null;
        }

        return new Element(tag, vr, Element.Padded(vr, bytes));
    }

    private Vr VrOf(string letters, string path)
    {
        Vr vr = VrFacts.Parse(letters);
        if (vr == Vr.None)
        {
            _findings.Add(FindingKind.BadVr, -1, path, "the representation is none of the standard's");
        }

        return vr;
    }

    private Element ReadBulk(JsonElement uri, Tag tag, Vr vr, string path)
    {
        string? text = uri.ValueKind == JsonValueKind.String ? uri.GetString() : null;
        Element? fetched = text is null ? null : bulk?.Invoke(new BulkReference(tag, vr, text, path));
        if (fetched is not null && fetched.Tag == tag)
        {
            return fetched;
        }

        _findings.Add(FindingKind.MissingBulkData, -1, path, "the value stands elsewhere and could not be had");
        return new Element(tag, vr, ReadOnlyMemory<byte>.Empty);
    }

    private Element? ReadBinary(JsonElement binary, Tag tag, Vr vr, string path)
    {
        if (binary.ValueKind == JsonValueKind.String && binary.TryGetBytesFromBase64(out byte[]? bytes))
        {
            return new Element(tag, vr, Element.Padded(vr, bytes));
        }

        Bad(path, "InlineBinary is not base64");
        return null;
    }

    private Element? ReadSequence(JsonElement values, Tag tag, Dataset target, string path, int depth)
    {
        if (depth >= DeepestSequence)
        {
            _findings.Add(FindingKind.TooDeep, -1, path, $"more than {DeepestSequence} sequences within each other");
            return null;
        }

        List<Dataset> items = [];
        if (values.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement json in values.EnumerateArray())
            {
                Dataset item = new(target);
                ReadObject(json, item, $"{path}[{items.Count}]", depth + 1);
                items.Add(item);
            }
        }
        else if (values.ValueKind != JsonValueKind.Undefined)
        {
            Bad(path, "Value must be an array");
        }

        return new Element(tag, items);
    }

    private void Bad(string path, string detail) => _findings.Add(FindingKind.BadJson, -1, path, detail);
}
