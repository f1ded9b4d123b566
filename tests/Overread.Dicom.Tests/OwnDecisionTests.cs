using Overread.Dicom.Deidentify;
using Overread.Dicom.Deidentify.Plans;

namespace Overread.Dicom.Tests;

/// <summary>What a project decides itself is carried out, refused, or seen in what the object says of itself.</summary>
public sealed class OwnDecisionTests
{
    private const uint StudyDate = 0x00080020;
    private const uint PatientAddress = 0x00101040;

    private static DeidentificationPlan Plan(
        DeidentificationOptions options,
        params (uint Tag, ElementAction Action)[] decisions
    ) =>
        new(
            DeidentificationProfile.Basic,
            options,
            decisions.ToDictionary(d => d.Tag, d => new ElementDecision(d.Action, "plan"))
        );

    private static List<string?> Codes(Dataset output) =>
        [.. output.GetItems(Tags.DeidentificationMethodCodeSequence).Select(item => item.GetText(Tags.CodeValue))];

    [Theory]
    [InlineData(DeidentificationOptions.None, ElementAction.Keep, "UNMODIFIED")]
    [InlineData(DeidentificationOptions.RetainModifiedDates, ElementAction.Keep, "UNMODIFIED")]
    [InlineData(DeidentificationOptions.None, ElementAction.Shift, "MODIFIED")]
    [InlineData(DeidentificationOptions.RetainModifiedDates, ElementAction.Remove, "MODIFIED")]
    public void A_date_of_a_project_s_own_decision_is_told(
        DeidentificationOptions options,
        ElementAction action,
        string told
    )
    {
        Dataset output = Samples.Deidentify(Samples.Slice, Plan(options, (StudyDate, action)), out _).Dataset;

        Assert.Equal(told, output.GetText(Tags.LongitudinalTemporalInformationModified));
        Assert.Equal(action == ElementAction.Remove, Codes(output).Contains("113100"));
        Assert.Equal(action == ElementAction.Remove, Codes(output).Contains("113107"));
    }

    [Fact]
    public void An_address_that_stays_is_no_identity_removed()
    {
        Dataset output = Samples
            .Deidentify(Samples.Slice, Plan(default, (PatientAddress, ElementAction.Keep)), out _)
            .Dataset;

        Assert.Equal("NO", output.GetText(Tags.PatientIdentityRemoved));
        Assert.DoesNotContain("113100", Codes(output));
        Assert.Contains("LESS 1", output.GetText(Tags.DeidentificationMethod));
    }

    [Theory]
    [InlineData(0x00100040u, ElementAction.Keep, "YES", true)]
    [InlineData(0x00102000u, ElementAction.Keep, "NO", true)]
    [InlineData(0x00280030u, ElementAction.Keep, "YES", false)]
    [InlineData(0x00081030u, ElementAction.Remove, "YES", false)]
    [InlineData(0x00081090u, ElementAction.Keep, "YES", false)]
    public void What_loosens_nothing_costs_no_mark(uint tag, ElementAction action, string removed, bool loosens)
    {
        Dataset output = Samples.Deidentify(Samples.Slice, Plan(default, (tag, action)), out _).Dataset;

        Assert.Equal(removed, output.GetText(Tags.PatientIdentityRemoved));
        Assert.Equal(loosens, !Codes(output).Contains("113100"));
    }

    [Fact]
    public void A_time_of_day_beside_moved_dates_is_no_date_that_stands()
    {
        Dataset output = Samples
            .Deidentify(
                Samples.Slice,
                Plan(DeidentificationOptions.RetainModifiedDates, (0x00080030, ElementAction.Keep)),
                out _
            )
            .Dataset;

        Assert.Equal("MODIFIED", output.GetText(Tags.LongitudinalTemporalInformationModified));
    }

    [Fact]
    public void A_date_that_a_device_option_keeps_moves_with_the_others()
    {
        DicomFile file = Samples.Deidentify(
            Tested(d => d.Set(new Tag(0x00181200), Vr.DA, "20190314")),
            Plan(DeidentificationOptions.RetainModifiedDates | DeidentificationOptions.RetainDeviceIdentity),
            out _
        );

        string? moved = file.Dataset.GetText(new Tag(0x00181200));
        Assert.NotEqual("20190314", moved);
        Assert.Equal(8, moved?.Length);
    }

    [Theory]
    [InlineData(0x00080016u, ElementAction.Remove)]
    [InlineData(0x7FE00010u, ElementAction.Remove)]
    [InlineData(0x00280010u, ElementAction.Empty)]
    [InlineData(0x00080018u, ElementAction.Replace)]
    [InlineData(0x0020000Du, ElementAction.Remove)]
    public void What_an_object_cannot_be_without_is_not_for_a_plan(uint tag, ElementAction action) =>
        Assert.Throws<ArgumentException>(() =>
            new DeidentificationPlan(
                DeidentificationProfile.Basic,
                default,
                new Dictionary<uint, ElementDecision> { [tag] = new(action, "plan", "1.2.3") }
            )
        );

    [Fact]
    public void One_attribute_is_decided_once()
    {
        InvalidDataException twice = Assert.Throws<InvalidDataException>(() =>
            new PlanDocument
            {
                Elements = new() { ["InstitutionName"] = "remove", ["00080080"] = "keep" },
            }.ToPlan()
        );

        Assert.Contains("twice", twice.Message);
    }

    private static DicomFile Tested(Action<Dataset> change)
    {
        DicomFile file = DicomFile.Read(Samples.Bytes(Samples.Slice));
        change(file.Dataset);
        return file;
    }
}
