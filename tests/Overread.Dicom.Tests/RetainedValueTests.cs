using System.Text;
using Overread.Dicom.Deidentify;
using Overread.Dicom.Deidentify.Plans;

namespace Overread.Dicom.Tests;

/// <summary>What a plan keeps is read: a value stays only where it is what its attribute is for.</summary>
public sealed class RetainedValueTests
{
    private static readonly DeidentificationPlan Basic = new(DeidentificationProfile.Basic);
    private static readonly DeidentificationPlan Strict = new(DeidentificationProfile.Strict);
    private static readonly DeidentificationPlan Everything = new(
        DeidentificationProfile.Basic,
        DeidentificationOptions.CleanStructuredContent
            | DeidentificationOptions.CleanDescriptors
            | DeidentificationOptions.CleanGraphics
            | DeidentificationOptions.RetainPatientCharacteristics
            | DeidentificationOptions.RetainModifiedDates
    );

    [Theory]
    [InlineData("BodyPartExamined", "CHEST", "CHEST")]
    [InlineData("BodyPartExamined", "JONATHAN KNEE", "KNEE")]
    [InlineData("BodyPartExamined", "Quillfeather", "REMOVED")]
    [InlineData("ScanOptions", "FS\\PFP", "FS\\PFP")]
    [InlineData("ScanOptions", "TECH SUSAN", "REMOVED")]
    [InlineData("ImageType", "ORIGINAL\\PRIMARY\\M_FFE\\CALL 5550142", "ORIGINAL\\PRIMARY\\M_FFE\\REMOVED")]
    [InlineData("ImageType", "ORIGINAL\\PRIMARY\\\\02JAN1940", "ORIGINAL\\PRIMARY\\\\REMOVED")]
    [InlineData("PresentationLUTShape", "IDENTITY", "IDENTITY")]
    public void Code_strings_keep_defined_terms(string keyword, string value, string expected) =>
        Assert.Equal(expected, After(Basic, keyword, Vr.CS, value));

    [Fact]
    public void Words_of_the_projects_own_stay_in_descriptions_unless_the_source_names_somebody_so()
    {
        DeidentificationPlan own = new(
            DeidentificationProfile.Basic,
            DeidentificationOptions.CleanDescriptors,
            terms: ["Zorvex_L", "Quillfeather"]
        );
        Assert.Equal(["L", "QUILLFEATHER", "ZORVEX"], own.Terms);
        Assert.Equal("Zorvex_L mask", After(own, "SeriesDescription", Vr.LO, "Zorvex_L Brannigan mask"));
        Dataset dataset = Samples.OfQuillfeather();
        dataset.Set(Tags.PatientName, Vr.PN, "QUILLFEATHER^A");
        dataset.Set(Tags.SeriesDescription, Vr.LO, "Quillfeather Zorvex");
        Assert.Equal("Zorvex", Samples.Rewritten(dataset, own).GetText(Tags.SeriesDescription));
        DeidentificationPlan without = new(DeidentificationProfile.Basic, DeidentificationOptions.CleanDescriptors);
        Assert.NotEqual(without.Hash, own.Hash);
        Assert.Contains(
            own.Claims.Single(c => c.Claim == PrivacyClaim.LimitedDataSet).Conditions,
            c => c.Contains("3 words of its own", StringComparison.Ordinal)
        );
        foreach (string wrong in new[] { "", "--", "7714093", "A 7714093", new string('a', 65) })
        {
            Assert.Throws<ArgumentException>(() =>
                new DeidentificationPlan(DeidentificationProfile.Basic, terms: [wrong])
            );
        }
    }

    [Theory]
    [InlineData("SliceThickness", Vr.DS, "1.25", "1.25")]
    [InlineData("SliceThickness", Vr.DS, "1.25 SMITH", "")]
    [InlineData("ImagePositionPatient", Vr.DS, "-1.5e2\\0\\+3", "-1.5e2\\0\\+3")]
    [InlineData("SeriesNumber", Vr.IS, "12", "12")]
    [InlineData("SeriesNumber", Vr.IS, "7714093", "")]
    [InlineData("AcquisitionNumber", Vr.IS, "1940-01-02", "")]
    public void Numbers_are_numbers(string keyword, Vr vr, string value, string expected) =>
        Assert.Equal(expected, After(Basic, keyword, vr, value));

    [Theory]
    [InlineData("AcquisitionTime", Vr.TM, "101112.25", "101112.25")]
    [InlineData("AcquisitionTime", Vr.TM, "19400102", "")]
    [InlineData("AcquisitionTime", Vr.TM, "JONATHAN", "")]
    [InlineData("PatientAge", Vr.AS, "091Y", "090Y")]
    [InlineData("PatientAge", Vr.AS, "1100M", "090Y")]
    [InlineData("PatientAge", Vr.AS, "045Y", "045Y")]
    [InlineData("PatientAge", Vr.AS, "SMITH", "")]
    public void Times_and_ages_are_such(string keyword, Vr vr, string value, string expected) =>
        Assert.Equal(expected, After(Everything, keyword, vr, value));

    [Theory]
    [InlineData("1.2.840.10008.5.1.4.1.1.2", true)]
    [InlineData("1.2.840.10008.1.2.4.90", true)]
    [InlineData("1.2.840.10008.6.1.308", true)]
    [InlineData("1.2.840.10008.5.1.4.1.1.2.20190314.7714093", false)]
    [InlineData("1.2.840.10008.1.2.4.19400102", false)]
    [InlineData("1.2.840.10008.6.1.308.1940.1.2", false)]
    [InlineData("1.2.840.10008.5.1.4.1.1.2.1940.1", false)]
    public void Only_registered_identifiers_stay(string uid, bool stays) =>
        Assert.Equal(stays, After(Basic, "FrameOfReferenceUID", Vr.UI, uid) == uid);

    [Theory]
    [InlineData("SCT", "69536005", "Head", "69536005", "Head")]
    [InlineData("SCT", "7714093", "Head", "REMOVED", "Head")]
    [InlineData("LN", "18748-4", "Diagnostic imaging study", "18748-4", "Diagnostic imaging study")]
    [InlineData("LN", "18748-5", "Diagnostic imaging study", "REMOVED", "Diagnostic imaging study")]
    [InlineData("SRT", "T-D1100", "Knee of Mrs Swithin 5550142", "T-D1100", "Knee of Mrs")]
    [InlineData("UCUM", "mm2", "cubic millimeter", "mm2", "cubic millimeter")]
    [InlineData("UCUM", "{Quillfeather}", "units", "REMOVED", "units")]
    [InlineData("99STELSEWHERE", "X1", "Chest", "REMOVED", "Chest")]
    public void Coded_entries_are_held_against_their_scheme(
        string scheme,
        string code,
        string meaning,
        string expectedCode,
        string expectedMeaning
    )
    {
        Dataset entry = [];
        entry.Set(Tags.CodeValue, Vr.SH, code);
        entry.Set(Tags.CodingSchemeDesignator, Vr.SH, scheme);
        entry.Set(Tags.CodeMeaning, Vr.LO, meaning);
        Dataset dataset = Samples.OfQuillfeather();
        dataset.Set(new Tag(0x00082218), entry);
        Dataset item = Samples.Rewritten(dataset, Strict).GetItems(new Tag(0x00082218))[0];
        Assert.Equal(expectedCode, item.GetText(Tags.CodeValue));
        Assert.Equal(expectedMeaning, item.GetText(Tags.CodeMeaning));
        Assert.DoesNotContain("ELSEWHERE", item.GetText(Tags.CodingSchemeDesignator), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("syngo MR E11", "syngo MR E11")]
    [InlineData("ACME 3000, Dr. Swithin", "ACME 3000")]
    [InlineData("ACME 3000 operator Susan Howe", "ACME 3000")]
    [InlineData("V1.2 a.howe@clinic.org", "V1.2")]
    [InlineData("Coil of Quillfeather", "Coil of")]
    public void Technical_texts_lose_what_tells_of_a_person(string value, string expected) =>
        Assert.Equal(expected, After(Basic, "ReceiveCoilName", Vr.LO, value));

    [Fact]
    public void An_age_above_89_in_a_report_becomes_90()
    {
        Dataset name = [];
        name.Set(Tags.CodeValue, Vr.SH, "121033");
        name.Set(Tags.CodingSchemeDesignator, Vr.SH, "DCM");
        Dataset unit = [];
        unit.Set(Tags.CodeValue, Vr.SH, "a");
        unit.Set(Tags.CodingSchemeDesignator, Vr.SH, "UCUM");
        Dataset measured = [];
        measured.Set(new Tag(0x0040A30A), Vr.DS, "93");
        measured.Set(new Tag(0x004008EA), unit);
        Dataset content = [];
        content.Set(Tags.ConceptNameCodeSequence, name);
        content.Set(new Tag(0x0040A300), measured);
        Dataset dataset = Samples.OfQuillfeather();
        dataset.Set(Tags.ContentSequence, content);
        using DicomFile read = DicomFile.Read(Samples.Bytes(new DicomFile(dataset)));
        Dataset item = Samples.Deidentify(read, Everything, out _).Dataset.GetItems(Tags.ContentSequence)[0];
        Assert.Equal("90", item.GetItems(new Tag(0x0040A300))[0].GetText(new Tag(0x0040A30A)));
    }

    [Theory]
    [InlineData("QUILLFEATHER was here")]
    [InlineData("quillfeatherknee")]
    [InlineData("call 771-40-93")]
    [InlineData("born 2 January 1940")]
    [InlineData("01/02/1940")]
    [InlineData("1940-01-02")]
    public void The_residual_check_knows_names_numbers_and_days_however_they_are_written(string text)
    {
        DeidentificationPlan leaking = new(
            DeidentificationProfile.Basic,
            overrides: new Dictionary<uint, ElementDecision> { [0x00204000] = new(ElementAction.Replace, "test", text) }
        );
        Dataset dataset = Samples.OfQuillfeather();
        dataset.Set(new Tag(0x00204000), Vr.LT, "anything");
        using DicomFile source = DicomFile.Read(Samples.Bytes(new DicomFile(dataset)));
        byte[] output = Samples.Bytes(Samples.Deidentify(source, leaking, out _));
        Assert.Contains(
            ResidualCheck.Run(source, output, Basic),
            found => found.EndsWith("in ImageComments", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(0x00100020u, ElementAction.Keep, null)]
    [InlineData(0x00091001u, ElementAction.Keep, null)]
    [InlineData(0x00180050u, ElementAction.Replace, "thick")]
    [InlineData(0x00081030u, ElementAction.Uid, null)]
    [InlineData(0x00020016u, ElementAction.Keep, null)]
    public void An_override_that_would_not_be_carried_out_is_refused(uint tag, ElementAction action, string? value) =>
        Assert.Throws<ArgumentException>(() =>
            new DeidentificationPlan(
                DeidentificationProfile.Basic,
                overrides: new Dictionary<uint, ElementDecision> { [tag] = new(action, "test", value) }
            )
        );

    [Theory]
    [InlineData("CT", "", "", true)]
    [InlineData("ct", "CHEST", "", false)]
    [InlineData("CT", "", "CT ABD PEL W CON", false)]
    [InlineData("CT", "", "Schädel nativ", true)]
    [InlineData("MR", "", "IRM cérébrale", true)]
    [InlineData("PT", "", "PET/CT vertex to thigh", true)]
    [InlineData("CT", "HIP", "femoral head necrosis", false)]
    [InlineData("CT", "CHEST", "CHEST AND NECK", true)]
    [InlineData("MR", "KNEE", "head first supine", false)]
    [InlineData("MR", "", "頭部 MRI", true)]
    [InlineData("CT", "", "AXIAL 5MM", true)]
    [InlineData("CT", "", "CT CAP", false)]
    [InlineData("MR", "", "IRM le 3 mai", true)]
    [InlineData("MR", "", "upper 5mm", true)]
    [InlineData("MR", "", "RECTUM staging", false)]
    [InlineData("CT", "", "Kopfschmerz", true)]
    [InlineData("CT", "LSPINE", "facet joints", false)]
    public void A_head_is_looked_at_unless_another_region_is_named(
        string modality,
        string bodyPart,
        string description,
        bool held
    )
    {
        Dataset dataset = Samples.OfQuillfeather();
        dataset.Set(new Tag(0x00080005), Vr.CS, "ISO_IR 192");
        dataset.Set(Tags.Modality, Vr.CS, modality);
        dataset.Remove(Tags.BodyPartExamined);
        dataset.Remove(Tags.StudyDescription);
        dataset.Remove(Tags.SeriesDescription);
        dataset.Remove(Tags.ProtocolName);
        if (bodyPart.Length > 0)
        {
            dataset.Set(Tags.BodyPartExamined, Vr.CS, bodyPart);
        }

        dataset.Set(
            new Element(Tags.StudyDescription, Vr.LO, Element.Padded(Vr.LO, Encoding.UTF8.GetBytes(description)))
        );
        using DicomFile file = DicomFile.Read(Samples.Bytes(new DicomFile(dataset)));
        Assert.Equal(held, ReviewRules.Assess(file).Contains(ReviewReason.FaceMayBeReconstructed));
    }

    [Theory]
    [InlineData("Rows", Vr.LO, "Quillfeather")]
    [InlineData("SliceThickness", Vr.LO, "Quillfeather")]
    [InlineData("BodyPartExamined", Vr.UT, "Quillfeather was here")]
    [InlineData("StudyDate", Vr.LO, "14 March 2019")]
    [InlineData("PatientName", Vr.CS, "QUILLFEATHER")]
    public void An_odd_representation_of_an_attribute_hides_nothing(string keyword, Vr vr, string value)
    {
        Assert.True(AttributeRegistry.TryFindKeyword(keyword, out Tag tag));
        Dataset dataset = Samples.OfQuillfeather();
        dataset.Set(Element.Text(tag, vr, value));
        using DicomFile read = DicomFile.Read(Samples.Bytes(new DicomFile(dataset)));
        foreach (DeidentificationPlan plan in (DeidentificationPlan[])[Basic, Strict, Everything])
        {
            string left = Encoding.Latin1.GetString(Samples.Bytes(Samples.Deidentify(read, plan, out _)));
            Assert.DoesNotContain("quillfeather", left, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("March", left, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_head_is_known_by_its_code_alone()
    {
        Dataset region = [];
        region.Set(Tags.CodeValue, Vr.SH, "69536005");
        region.Set(Tags.CodingSchemeDesignator, Vr.SH, "SCT");
        Dataset dataset = Samples.OfQuillfeather();
        dataset.Set(Tags.BodyPartExamined, Vr.CS, "CHEST");
        dataset.Set(new Tag(0x00082218), region);
        using DicomFile file = DicomFile.Read(Samples.Bytes(new DicomFile(dataset)));
        Assert.Contains(ReviewReason.FaceMayBeReconstructed, ReviewRules.Assess(file));
    }

    [Fact]
    public void An_image_that_nobody_searched_says_so_and_a_private_class_stays_and_says_so()
    {
        Dataset dataset = Samples.OfQuillfeather();
        dataset.Set(Tags.SopClassUid, Vr.UI, "1.2.826.0.1.3680043.9.9999.71.33.1");
        using DicomFile file = DicomFile.Read(Samples.Bytes(new DicomFile(dataset)));
        foreach (DeidentificationPlan plan in (DeidentificationPlan[])[Basic, Strict])
        {
            DicomFile output = Samples.Deidentify(file, plan, out DeidentificationAccount account);
            Assert.Equal("1.2.826.0.1.3680043.9.9999.71.33.1", output.SopClassUid);
            Assert.Contains(ReviewReason.PrivateKind, account.Reviews);
            Assert.Contains(ReviewReason.TextNotSearched, account.Reviews);
            Assert.Empty(ResidualCheck.Run(file, Samples.Bytes(output), plan));
        }
    }

    [Fact]
    public void Dates_that_a_kind_must_have_get_a_dummy()
    {
        Dataset dataset = Samples.OfQuillfeather();
        dataset.Set(Tags.SopClassUid, Vr.UI, "1.2.840.10008.5.1.4.1.1.128");
        dataset.Set(new Tag(0x00080021), Vr.DA, "20190314");
        dataset.Set(new Tag(0x00080031), Vr.TM, "101112");
        foreach (DeidentificationPlan plan in (DeidentificationPlan[])[Basic, Strict])
        {
            Dataset output = Samples.Rewritten(dataset, plan);
            Assert.Equal(
                ("19000101", "000000"),
                (output.GetText(new Tag(0x00080021)), output.GetText(new Tag(0x00080031)))
            );
        }
    }

    private static string After(DeidentificationPlan plan, string keyword, Vr vr, string value)
    {
        Assert.True(AttributeRegistry.TryFindKeyword(keyword, out Tag tag));
        Dataset dataset = Samples.OfQuillfeather();
        dataset.Set(tag, vr, value);
        return Samples.Rewritten(dataset, plan).GetText(tag) ?? "";
    }
}
