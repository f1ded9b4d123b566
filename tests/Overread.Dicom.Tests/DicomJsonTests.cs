using System.Text;
using System.Text.Json;
using Overread.Dicom.Json;

namespace Overread.Dicom.Tests;

/// <summary>DICOM JSON (PS3.18 annex F) read both ways.</summary>
public sealed class DicomJsonTests
{
    // Ends of the text that JSON does not keep: padding. Values with a space before a backslash lose it as well.
    private static string Plain(Dataset dataset, Element element) => dataset.TextOf(element) ?? "";

    private static byte[] Write(Dataset dataset, Func<Element, string?>? uri = null, long inline = long.MaxValue)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            DicomJson.Write(dataset, writer, uri, inline);
        }

        return stream.ToArray();
    }

    /// <summary>The sample with the character set that JSON gives it; its texts are ASCII.</summary>
    private static Dataset Sample()
    {
        Dataset dataset = DicomFile.Read(Samples.Bytes(Samples.Slice)).Dataset;
        dataset.Set(Tags.SpecificCharacterSet, Vr.CS, "ISO_IR 192");
        return dataset;
    }

    private static Dataset Read(byte[] json, Func<BulkReference, Element?>? bulk = null)
    {
        JsonReading reading = DicomJson.Read(json, bulk);
        Assert.Empty(reading.Findings);
        return Assert.Single(reading.Instances).Dataset;
    }

    private static Dataset Read(string attributes) => Read(Encoding.UTF8.GetBytes("{" + attributes + "}"));

    private static FindingKind Refused(string json) =>
        Assert.Single(DicomJson.Read(Encoding.UTF8.GetBytes(json)).Findings).Kind;

    private static void AssertSame(Dataset expected, Dataset actual, string where)
    {
        Element[] elements = [.. expected.Elements.Where(e => !e.Tag.IsGroupLength)];
        Assert.Equal(
            elements.Select(e => e.Tag),
            actual
                .Elements.Where(e => expected.Contains(e.Tag) || e.Tag != Tags.SpecificCharacterSet)
                .Select(e => e.Tag)
        );
        foreach (Element element in elements)
        {
            string here = $"{where} {element.Tag}";
            Assert.True(actual.TryGet(element.Tag, out Element? other), here);
            Assert.True(element.Vr == other.Vr || element.Vr == Vr.None, here);
            if (element.Items is { } items)
            {
                Assert.Equal(items.Count, other.Items!.Count);
                for (int i = 0; i < items.Count; i++)
                {
                    AssertSame(items[i], other.Items[i], $"{here}[{i}]");
                }
            }
            else if (element.Vr.IsText() && element.Tag != Tags.SpecificCharacterSet)
            {
                AssertSameText(element.Vr, Plain(expected, element), Plain(actual, other), here);
            }
            else if (element.Fragments is null && element.Tag != Tags.SpecificCharacterSet)
            {
                byte[] bytes = element.ReadBytes().ToArray();
                // Half a number at the end of a damaged value is no number.
                int whole = bytes.Length / element.Vr.UnitSize() * element.Vr.UnitSize();
                Assert.True(
                    other.ReadBytes().Span.StartsWith(element.Vr == Vr.AT ? bytes : bytes.AsSpan(0, whole)),
                    here
                );
            }
        }
    }

    private static void AssertSameText(Vr vr, string expected, string actual, string where)
    {
        string[] left = vr.IsSingleText() ? [expected] : expected.Split('\\');
        string[] right = vr.IsSingleText() ? [actual] : actual.Split('\\');
        Assert.True(left.Length == right.Length, where);
        for (int i = 0; i < left.Length; i++)
        {
            string one = vr.IsSingleText() ? left[i] : left[i].Trim(' ', '\0');
            bool same = vr switch
            {
                Vr.DS when decimal.TryParse(one, System.Globalization.CultureInfo.InvariantCulture, out decimal a) =>
                    decimal.Parse(right[i], System.Globalization.CultureInfo.InvariantCulture) == a,
                Vr.DS
                or Vr.IS when double.TryParse(one, System.Globalization.CultureInfo.InvariantCulture, out double a) =>
                    double.Parse(right[i], System.Globalization.CultureInfo.InvariantCulture) == a,
                Vr.PN => one.TrimEnd('=') == right[i],
                _ => one == right[i],
            };
            Assert.True(same, where);
        }
    }

    [Fact]
    public void Every_attribute_of_the_shared_files_comes_back()
    {
        int files = 0;
        static Element? Compressed(BulkReference reference) => new(reference.Tag, reference.Vr, new Fragments([], []));
        foreach (
            string folder in (string[])
                ["dicom_charset", "seg_sr_rt", "us_cine", "wsi", "transfer_syntax", "ct_mr", "mg_xa_nm_vl"]
        )
        {
            foreach (string path in Directory.EnumerateFiles(Samples.Shared(folder), "*", SearchOption.AllDirectories))
            {
                using DicomFile file = DicomFile.Read(path);
                if (file.IsDicom && new FileInfo(path).Length < 2 << 20)
                {
                    AssertSame(file.Dataset, Read(Write(file.Dataset, _ => "bulk/1"), Compressed), path);
                    files++;
                }
            }
        }

        Assert.True(files > 100, $"{files} files");
    }

    [Fact]
    public void A_generated_object_comes_back_as_the_same_bytes()
    {
        Dataset dataset = Sample();
        DicomFile again = new(Read(Write(dataset)));
        Assert.Equal(Samples.Bytes(new DicomFile(dataset)), Samples.Bytes(again));
    }

    [Fact]
    public void Names_in_any_character_set_become_utf8()
    {
        using DicomFile file = DicomFile.Read(Path.Combine(Samples.Shared("dicom_charset"), "pydicom", "chrH31.dcm"));
        Dataset again = Read(Write(file.Dataset));
        Assert.Equal("ISO_IR 192", again.GetText(Tags.SpecificCharacterSet));
        Assert.Equal("Yamada^Tarou=山田^太郎=やまだ^たろう", again.GetText(Tags.PatientName));
    }

    [Fact]
    public void Bulk_data_is_fetched_by_its_address()
    {
        Dataset dataset = Sample();
        byte[] json = Write(dataset, element => $"bulk/{element.Tag.Value:x8}", 64);
        List<string> asked = [];
        JsonReading reading = DicomJson.Read(
            json,
            reference =>
            {
                asked.Add(reference.Uri);
                Assert.True(dataset.TryGet(reference.Tag, out Element? element));
                return element;
            }
        );
        Assert.Empty(reading.Findings);
        Assert.Equal(["bulk/7fe00010"], asked);
        Assert.Equal(Samples.Bytes(new DicomFile(dataset)), Samples.Bytes(new DicomFile(reading.Instances[0].Dataset)));
        Finding missing = Assert.Single(DicomJson.Read(json).Findings);
        Assert.Equal((FindingKind.MissingBulkData, "[0]/(7FE0,0010)"), (missing.Kind, missing.Path));
    }

    [Theory]
    [InlineData("""{"vr":"DS","Value":[0.1,-5,1e3,null]}""", @"0.1\-5\1e3\")]
    [InlineData("""{"vr":"DS","Value":[0.30000000000000004]}""", "0.3")]
    [InlineData("""{"vr":"DS","Value":["12.50"]}""", "12.50")]
    [InlineData("""{"vr":"IS","Value":[3.0,-2147483648]}""", @"3\-2147483648")]
    [InlineData("""{"vr":"LT","Value":["  a \\ b"]}""", @"  a \ b")]
    [InlineData("""{"vr":"PN","Value":[{"Phonetic":"c"},{"Alphabetic":"a^b"}]}""", @"==c\a^b")]
    [InlineData("""{"vr":"UR","Value":["http://x/?a=1"]}""", "http://x/?a=1")]
    public void Texts_are_read_as_the_annex_says(string attribute, string expected)
    {
        Dataset dataset = Read($"\"00091001\":{attribute}");
        Assert.Equal(expected, dataset.GetText(new Tag(0x00091001)));
    }

    [Theory]
    [InlineData("1.0E-30", 1e-30)]
    [InlineData("+.5", 0.5)]
    [InlineData("-007.", -7)]
    [InlineData("1e30", 1e30)]
    public void Decimal_texts_that_are_no_json_become_json(string text, double expected)
    {
        Dataset dataset = new();
        dataset.Set(Tags.SliceThickness, Vr.DS, text);
        byte[] json = Write(dataset);
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement value = document.RootElement.GetProperty("00180050").GetProperty("Value")[0];
        Assert.Equal(expected, value.GetDouble());
        Assert.Equal(expected, Read(json).GetNumber(Tags.SliceThickness));
    }

    [Theory]
    [InlineData("\f5")]
    [InlineData("5\f")]
    [InlineData("1\n")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("e5")]
    [InlineData("1 2")]
    public void Texts_that_are_nearly_numbers_become_strings(string text)
    {
        Dataset dataset = new();
        dataset.Set(Tags.SliceThickness, Vr.DS, text);
        using JsonDocument document = JsonDocument.Parse(Write(dataset));
        JsonElement value = document.RootElement.GetProperty("00180050").GetProperty("Value")[0];
        Assert.Equal(JsonValueKind.String, value.ValueKind);
    }

    [Fact]
    public void Binary_numbers_that_are_no_numbers_come_back()
    {
        double[] values = [1.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e-310, -0.0];
        Element doubles = new(new Tag(0x00091001), Vr.FD, values.SelectMany(BitConverter.GetBytes).ToArray());
        Element floats = new(
            new Tag(0x00091002),
            Vr.FL,
            values.SelectMany(v => BitConverter.GetBytes((float)v)).ToArray()
        );
        Element tags = new(new Tag(0x00091003), Vr.AT, new byte[] { 0x10, 0x00, 0x20, 0x01 });
        Element wide = new(new Tag(0x00091004), Vr.UV, BitConverter.GetBytes(ulong.MaxValue));
        Dataset dataset = new();
        dataset.Set(doubles);
        dataset.Set(floats);
        dataset.Set(tags);
        dataset.Set(wide);
        byte[] json = Write(dataset);
        Assert.Contains("\"00100120\"", Encoding.UTF8.GetString(json), StringComparison.Ordinal);
        Dataset again = Read(json);
        foreach (Element element in dataset)
        {
            Assert.True(again.TryGet(element.Tag, out Element? other));
            Assert.Equal(element.ReadBytes().ToArray(), other.ReadBytes().ToArray());
        }
    }

    [Fact]
    public void Meta_attributes_stand_apart_and_a_list_has_one_instance_each()
    {
        JsonReading reading = DicomJson.Read(
            """[{"00020010":{"vr":"UI","Value":["1.2.840.10008.1.2.1"]},"00080060":{"Value":["CT"]}},{}]"""u8.ToArray()
        );
        Assert.Equal(2, reading.Instances.Count);
        Assert.Equal("1.2.840.10008.1.2.1", reading.Instances[0].Meta.GetText(Tags.TransferSyntaxUid));
        Assert.Equal("CT", Assert.Single(reading.Instances[0].Dataset.GetTexts(Tags.Modality)));
        Assert.Equal(1, reading.Instances[0].Dataset.Count);
    }

    [Theory]
    [InlineData("{", FindingKind.NotDicom)]
    [InlineData("[1]", FindingKind.BadJson)]
    [InlineData("""{"PatientName":{}}""", FindingKind.BadJson)]
    [InlineData("""{"00100010":[]}""", FindingKind.BadJson)]
    [InlineData("""{"00280010":{"vr":"US","Value":[70000]}}""", FindingKind.BadJson)]
    [InlineData("""{"00280010":{"vr":"US","Value":["x"]}}""", FindingKind.BadJson)]
    [InlineData("""{"00280010":{"vr":"US","Value":7}}""", FindingKind.BadJson)]
    [InlineData("""{"00280010":{"vr":"ZZ","Value":[7]}}""", FindingKind.BadVr)]
    [InlineData("""{"00091010":{"vr":"OB","InlineBinary":"%"}}""", FindingKind.BadJson)]
    [InlineData("""{"00100020":{"vr":"LO","Value":["\uD800"]}}""", FindingKind.BadJson)]
    [InlineData("""{"00100020":{"vr":"LO","Value":[{}]}}""", FindingKind.BadJson)]
    [InlineData("""{"00100020":{"vr":"LO"},"00100020":{"vr":"LO"}}""", FindingKind.DuplicateElement)]
    public void What_is_no_dicom_json_is_a_finding(string json, FindingKind kind) => Assert.Equal(kind, Refused(json));

    [Fact]
    public void Deep_nesting_is_refused_and_does_not_overflow()
    {
        string deep = string.Concat(Enumerable.Repeat("""{"00081115":{"vr":"SQ","Value":[""", 100_000));
        Assert.Equal(FindingKind.NotDicom, Refused(deep));
    }
}
