using Overread.Dicom.Deidentify.Plans;

namespace Overread.Dicom.Tests;

/// <summary>Numbers of a record, days and great ages where a measured number is meant to stand.</summary>
public sealed class NumbersThatNameTests
{
    private static readonly DeidentificationPlan Cleaned = new(
        DeidentificationProfile.Basic,
        DeidentificationOptions.CleanStructuredContent | DeidentificationOptions.RetainModifiedDates
    );

    [Theory]
    [InlineData(0x00200012u, "IS", "20190314", false)]
    [InlineData(0x00180060u, "DS", "20190314", false)]
    [InlineData(0x00180060u, "DS", "5567812.0", false)]
    [InlineData(0x00201041u, "DS", "8842017", false)]
    [InlineData(0x00180060u, "DS", "120", true)]
    [InlineData(0x00201041u, "DS", "-8842.5", true)]
    public void A_number_of_the_record_is_no_measure(uint tag, string vr, string value, bool stays)
    {
        Dataset d = DicomFile.Read(Samples.Bytes(Samples.Slice)).Dataset;
        d.Set(Tags.PatientId, "HZ-8842017");
        d.Set(Tags.AccessionNumber, "5567812");
        d.Set(Tags.StudyDate, "20190314");
        d.Set(new Tag(tag), vr == "IS" ? Vr.IS : Vr.DS, value);

        string? left = Samples.Deidentify(new DicomFile(d), Cleaned, out _).Dataset.GetText(new Tag(tag));

        Assert.Equal(stays ? value : "", (left ?? "").Trim());
    }

    [Theory]
    [InlineData("B30f\\\\Abernathy", "B30f\\\\")]
    [InlineData("STANDARD", "STANDARD")]
    [InlineData("Br40d\\\\3", "Br40d\\\\3")]
    [InlineData("XYZ Gauss5.00", "XYZ Gauss5.00")]
    [InlineData("BONEPLUS", "BONEPLUS")]
    public void A_kernel_has_the_name_of_a_kernel(string text, string left)
    {
        Dataset d = DicomFile.Read(Samples.Bytes(Samples.Slice)).Dataset;
        d.Set(new Tag(0x00181210), Vr.SH, text);

        Assert.Equal(left, Samples.Deidentify(new DicomFile(d), Cleaned, out _).Dataset.GetText(new Tag(0x00181210)));
    }

    [Theory]
    [InlineData("1164", "mo", "1080")]
    [InlineData("1079", "mo", "1079")]
    [InlineData("35405", "d", "32873")]
    [InlineData("5057", "wk", "4696")]
    [InlineData("94.5", "a", "90")]
    [InlineData("120", "mm", "120")]
    public void An_age_above_89_years_is_capped_in_any_unit(string value, string unit, string expected)
    {
        Dataset d = DicomFile.Read(Samples.Bytes(Samples.Slice)).Dataset;
        d.Set(Tags.SopClassUid, "1.2.840.10008.5.1.4.1.1.88.33");
        Dataset content = new();
        content.Set(new Tag(0x0040A040), Vr.CS, "NUM");
        content.Set(Tags.ConceptNameCodeSequence, Code("445518008", "SCT", "Age At Onset"));
        Dataset measured = new();
        measured.Set(new Tag(0x0040A30A), Vr.DS, value);
        measured.Set(new Tag(0x004008EA), Code(unit, "UCUM", unit));
        content.Set(new Tag(0x0040A300), measured);
        d.Set(new Tag(0x0040A730), content);

        Dataset output = Samples.Deidentify(DicomFile.Read(Samples.Bytes(new DicomFile(d))), Cleaned, out _).Dataset;

        Assert.Equal(
            expected,
            output.GetItems(new Tag(0x0040A730))[0].GetItems(new Tag(0x0040A300))[0].GetText(new Tag(0x0040A30A))
        );
    }

    private static Dataset Code(string value, string scheme, string meaning)
    {
        Dataset code = new();
        code.Set(Tags.CodeValue, Vr.SH, value);
        code.Set(Tags.CodingSchemeDesignator, Vr.SH, scheme);
        code.Set(new Tag(0x00080104), Vr.LO, meaning);
        return code;
    }
}
