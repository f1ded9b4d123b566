using System.Text;
using Overread.Dicom.Pixels;
using Overread.Dicom.Text;

namespace Overread.Dicom.Tests;

/// <summary>Every file of the shared folders is read or refused with a finding; names print right.</summary>
public sealed class SharedFilesTests
{
    // What cannot be decoded, and why: damage that no decoder repairs.
    private static readonly Dictionary<string, FindingKind> Refused = new(StringComparer.Ordinal)
    {
        ["JPEG2000-embedded-sequence-delimiter.dcm"] = FindingKind.BadFrame,
        ["MR_truncated.dcm"] = FindingKind.BadFragments,
        ["meta_missing_tsyntax.dcm"] = FindingKind.BadImage,
        ["nested_priv_SQ.dcm"] = FindingKind.BadImage,
    };

    [Theory]
    [InlineData("transfer_syntax")]
    [InlineData("dicom_malformed")]
    [InlineData("dicom_charset")]
    [InlineData("us_cine")]
    [InlineData("wsi")]
    [InlineData("seg_sr_rt")]
    [InlineData("ct_mr")]
    [InlineData("cxr_cr")]
    [InlineData("mg_xa_nm_vl")]
    public void Every_file_is_read_or_refused_with_a_finding(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(Samples.Shared(folder), "*", SearchOption.AllDirectories))
        {
            string name = Path.GetFileName(path);
            using DicomFile file = DicomFile.Read(path);
            bool other =
                Path.GetExtension(path)
                    is ".json"
                        or ".nrrd"
                        or ".txt"
                        or ".md"
                        or ".dump"
                        or ".zst"
                        or ".gz"
                        or ".icc"
                        or ".svs"
                        or ".tif"
                        or ".nii"
                        or ".bval"
                        or ".bvec"
                || name is "no_meta.dcm" or "README";
            Assert.True(file.IsDicom != other, $"{name} {string.Join(',', file.Findings.Select(f => f.Kind))}");
            if (!file.Dataset.Contains(Tags.PixelData))
            {
                continue;
            }

            bool decoded =
                PixelData.TryOpen(file, out PixelData pixels, out Finding? problem)
                && pixels.TryDecode(0, out _, out problem);
            Assert.True(decoded || Refused.ContainsKey(name), $"{name} {problem}");
        }
    }

    [Theory]
    [InlineData("chrArab.dcm", "قباني^لنزار")]
    [InlineData("chrFren.dcm", "Buc^Jérôme")]
    [InlineData("chrGerm.dcm", "Äneas^Rüdiger")]
    [InlineData("chrGreek.dcm", "Διονυσιος")]
    [InlineData("chrH31.dcm", "Yamada^Tarou=山田^太郎=やまだ^たろう")]
    [InlineData("chrH32.dcm", "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう")]
    [InlineData("chrHbrw.dcm", "שרון^דבורה")]
    [InlineData("chrI2.dcm", "Hong^Gildong=洪^吉洞=홍^길동")]
    [InlineData("chrRuss.dcm", "Люкceмбypг")]
    [InlineData("chrX1.dcm", "Wang^XiaoDong=王^小東=")]
    [InlineData("chrX2.dcm", "Wang^XiaoDong=王^小东=")]
    [InlineData("chrKoreanMulti.dcm", "김희중")]
    [InlineData("chrJapMulti.dcm", "やまだ^たろう")]
    [InlineData("chrFrenMulti.dcm", "Buc^Jérôme")]
    public void Names_print_right(string name, string expected)
    {
        using DicomFile file = DicomFile.Read(Path.Combine(Samples.Shared("dicom_charset"), "pydicom", name));
        Assert.Equal(expected, file.Dataset.GetText(Tags.PatientName));
    }

    [Fact]
    public void Text_is_encoded_as_it_was_decoded()
    {
        foreach (
            string path in Directory.EnumerateFiles(
                Samples.Shared("dicom_charset"),
                "*.dcm",
                SearchOption.AllDirectories
            )
        )
        {
            using DicomFile file = DicomFile.Read(path);
            if (file.Dataset.GetText(Tags.PatientName) is { } name)
            {
                byte[] encoded = file.Dataset.CharacterSet.Encode(name);
                Assert.Equal(name, file.Dataset.CharacterSet.Decode(encoded, Vr.PN));
            }
        }
    }

    [Theory]
    [InlineData("ISO_IR 100", "Jérôme")]
    [InlineData("ISO_IR 192", "王小东 Ἀ 😀")]
    [InlineData("GB18030", "王小东€")]
    [InlineData("ISO_IR 144", "Люк")]
    [InlineData(@"\ISO 2022 IR 87", "Yamada^Tarou=山田^太郎")]
    [InlineData(@"\ISO 2022 IR 149", "Hong^Gildong=洪^吉洞=홍^길동")]
    [InlineData(@"ISO 2022 IR 13\ISO 2022 IR 87", "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎")]
    [InlineData(@"\ISO 2022 IR 58", "Zhang^XiaoDong=张^小东")]
    public void Text_survives_its_character_set(string terms, string text)
    {
        SpecificCharacterSet set = SpecificCharacterSet.Parse(terms);
        Assert.True(set.IsKnown);
        Assert.Equal(text, set.Decode(set.Encode(text), Vr.PN));
    }

    [Fact]
    public void Latin_bytes_without_a_character_set_are_read_as_latin() =>
        Assert.Equal("Jérôme", SpecificCharacterSet.Default.Decode(Encoding.Latin1.GetBytes("Jérôme")));
}
