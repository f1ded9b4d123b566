using System.Text;
using Overread.Dicom.Deidentify;
using Overread.Dicom.Deidentify.Plans;

namespace Overread.Dicom.Tests;

/// <summary>Names whose parts are put together elsewhere, read in another encoding, or left where a pseudonym belongs.</summary>
public sealed class NamesInOneTests
{
    private static readonly DeidentificationPlan Strict = new(DeidentificationProfile.Strict);

    [Theory]
    [InlineData("王^小东", "扫描 王小东")]
    [InlineData("王^小东", "王 小东 GE")]
    [InlineData("山田^太郎", "山田太郎先生")]
    [InlineData("홍^길동", "홍길동")]
    [InlineData("Ng^Bo", "seen by Ng Bo")]
    [InlineData("Ng^Bo", "bo-ng")]
    [InlineData("Hong^Gildong", "Gil-Dong coil")]
    [InlineData("OBrien^Ann", "coil of O'Brien")]
    [InlineData("Wang^XiaoDong=王^小东", "Xiao Dong")]
    public void A_name_is_found_however_its_parts_are_joined(string name, string text)
    {
        Dataset source = Object(name);
        source.Set(new Tag(0x00181250), Vr.SH, text);
        Dataset output = Object("ANON");
        output.Set(new Tag(0x00181250), Vr.SH, text);
        using DicomFile read = DicomFile.Read(Samples.Bytes(new DicomFile(source)));
        IReadOnlyList<string> found = ResidualCheck.Run(read, Samples.Bytes(new DicomFile(output)), Strict);
        Assert.Contains("PatientName in ReceiveCoilName", found);
    }

    [Theory]
    [InlineData("Tran^Van", "TRANSVERSE")]
    [InlineData("Ident^A", "Patient identification")]
    [InlineData("Mono^A", "MONOCHROME")]
    [InlineData("Ng^Bo", "Scanning bones")]
    [InlineData("Li^An", "Planar liver")]
    public void A_word_of_the_clinic_is_nobodys_name(string name, string text)
    {
        Dataset source = Object(name);
        Dataset output = Object("ANON");
        output.Set(new Tag(0x00181250), Vr.SH, text);
        using DicomFile read = DicomFile.Read(Samples.Bytes(new DicomFile(source)));
        Assert.DoesNotContain(
            ResidualCheck.Run(read, Samples.Bytes(new DicomFile(output)), Strict),
            found => found.StartsWith("PatientName", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_name_that_was_left_is_no_pseudonym()
    {
        using DicomFile source = DicomFile.Read(Samples.Bytes(new DicomFile(Object("Quillfeather^Ottoline"))));
        Dataset output = Object("Quillfeather^Ottoline");
        output.Set(Tags.StudyDescription, Vr.LO, "of Quillfeather");
        IReadOnlyList<string> found = ResidualCheck.Run(source, Samples.Bytes(new DicomFile(output)), Strict);
        Assert.Contains("PatientName in PatientName", found);
        Assert.Contains("PatientName in StudyDescription", found);
    }

    [Fact]
    public void A_name_in_a_wrong_encoding_is_met_in_the_right_one()
    {
        // UTF-8 that says it is Latin-1.
        Dataset dataset = Object("A");
        dataset.Set(new Tag(0x00080005), Vr.CS, "ISO_IR 100");
        dataset.Set(new Element(Tags.PatientName, Vr.PN, Encoding.UTF8.GetBytes("Größenwahn^A ")));
        dataset.Set(new Tag(0x00181250), Vr.SH, "GROSSENWAHN");
        using DicomFile read = DicomFile.Read(Samples.Bytes(new DicomFile(dataset)));
        Dataset output = Samples.Deidentify(read, Strict, out _).Dataset;
        Assert.DoesNotContain(
            "GROSSENWAHN",
            output.GetText(new Tag(0x00181250)) ?? "",
            StringComparison.OrdinalIgnoreCase
        );
    }

    [Theory]
    [InlineData("Dr.Ng scanner", "scanner")]
    [InlineData("55 Elm St, Boise", "Boise")]
    [InlineData("ACME 12.07.1937", "ACME")]
    [InlineData("ACME V. Quillfeather", "ACME")]
    [InlineData("St. Quill Hosp. 3T", "3T")]
    [InlineData("Lindenstraße 5 ACME", "ACME")]
    [InlineData("2019.1.12", "2019.1.12")]
    [InlineData("syngo.via 4.12.0.1", "syngo.via 4.12.0.1")]
    [InlineData("Artis Q", "Artis Q")]
    public void Technical_texts_lose_titles_addresses_and_days(string value, string expected)
    {
        Dataset dataset = Object("Somebody^Else");
        dataset.Set(new Tag(0x00181250), Vr.SH, value);
        using DicomFile read = DicomFile.Read(Samples.Bytes(new DicomFile(dataset)));
        Assert.Equal(expected, Samples.Deidentify(read, Strict, out _).Dataset.GetText(new Tag(0x00181250)));
    }

    [Fact]
    public void What_others_left_is_named_and_our_own_output_is_clean()
    {
        using DicomFile source = DicomFile.Read(Samples.Bytes(new DicomFile(Object("Quillfeather^Ottoline"))));
        DicomFile ours = Samples.Deidentify(source, new DeidentificationPlan(DeidentificationProfile.Basic), out _);
        using DicomFile clean = DicomFile.Read(Samples.Bytes(ours));
        Assert.Empty(Leftovers.Find(clean));

        foreach (
            (string keyword, Vr vr, string value) in ((string, Vr, string)[])
                [
                    ("PatientName", Vr.PN, "SMITH^JOHN"),
                    ("PatientBirthDate", Vr.DA, "19560401"),
                    ("PatientAddress", Vr.LO, "55 Elm"),
                    ("PatientTelephoneNumbers", Vr.SH, "555-0142"),
                    ("OperatorsName", Vr.PN, "Howe^S"),
                    ("InstitutionName", Vr.LO, "St. Mary"),
                    ("StudyDescription", Vr.LO, "seen by Smith"),
                    ("ImageComments", Vr.LT, "call wife"),
                ]
        )
        {
            Dataset left = Samples.Copy(clean.Dataset);
            Assert.True(AttributeRegistry.TryFindKeyword(keyword, out Tag tag));
            left.Set(tag, vr, value);
            using DicomFile foreign = DicomFile.Read(Samples.Bytes(new DicomFile(left)));
            Assert.Contains(
                Leftovers.Find(foreign),
                found => found.StartsWith(keyword + ":", StringComparison.Ordinal)
            );
        }
    }

    private static Dataset Object(string name)
    {
        Dataset dataset = Samples.OfQuillfeather();
        dataset.Set(new Tag(0x00080005), Vr.CS, "ISO_IR 192");
        dataset.Set(new Element(Tags.PatientName, Vr.PN, Element.Padded(Vr.PN, Encoding.UTF8.GetBytes(name))));
        return dataset;
    }
}
