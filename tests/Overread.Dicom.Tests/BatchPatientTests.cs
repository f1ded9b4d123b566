using Overread.Deidentification.Patients;
using Overread.Deidentification.Pseudonyms;
using Overread.Dicom.Deidentify.Batch;
using Overread.Dicom.Deidentify.Plans;

namespace Overread.Dicom.Tests;

/// <summary>One pseudonym and one offset per patient, or a finding; never two patients in one study.</summary>
public sealed class BatchPatientTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("overread-patients-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void Doubts_about_who_is_who_are_named_by_file_and_a_study_of_two_is_not_written()
    {
        Put("in/1.dcm", 1, patient: "MRN 007", study: 1);
        Put("in/2.dcm", 2, patient: "mrn-007", study: 2);
        Put("in/3.dcm", 3, patient: "OTHER9", birth: "19600606", study: 3);
        Put("in/4.dcm", 4, patient: "OTHER9", birth: "19500101", study: 4);
        Put("in/5.dcm", 5, patient: "A1", birth: "19620606", study: 5);
        Put("in/6.dcm", 6, patient: "B2", birth: "19640606", study: 5);
        BatchReport report = Run("in");
        IdentityFindings found = report.Identities;
        Assert.Equal((1, 1, 1), (found.StudiesOfSeveral, found.NearNumbers, found.NumbersOfSeveral));
        Assert.Equal([5, 6], report.RefusedNumbers);
        Assert.Equal(2, report.Refused["StudyOfTwoPatients"]);
        Assert.Equal(4, report.Written);
        PatientDoubt near = Assert.Single(found.Doubts, d => d.Kind == PatientFindingKind.NearNumbers);
        Assert.Equal([1, 2], [.. near.OneFiles, .. near.OtherFiles]);
    }

    [Fact]
    public void With_a_crosswalk_the_undecided_waits_and_the_decided_gets_one_pseudonym_and_one_offset()
    {
        Put("in/1.dcm", 1, patient: "MRN 007", study: 1);
        Put("in/2.dcm", 2, patient: "mrn-007", study: 2);
        Put("in/3.dcm", 3, patient: "OTHER9", birth: "19600606", study: 3);
        BatchReport waiting = Run("in", Crosswalk.Empty);
        Assert.Equal((1, 2), (waiting.Written, waiting.Refused["PatientUndecided"]));

        Crosswalk merged = Crosswalk.Empty.With([
            new(PatientDecisionKind.Merge, new(new("", "MRN 007")), new(new("", "mrn-007"))),
        ]);
        BatchReport done = Run("in", merged);
        Assert.Equal((2, 1), Figures(done));
        Assert.True(done.Identities.IsEmpty);
        string survivor = new PatientPseudonyms(Samples.Key).Replace("mrn-007");
        Assert.Equal(
            2,
            Directory.GetFiles(Path.Combine(_folder, "out", survivor), "*.dcm", SearchOption.AllDirectories).Length
        );
        Assert.Single(
            Outputs()
                .Select(path => DicomFile.Read(path))
                .Where(file => file.Dataset.GetText(Tags.PatientId) == survivor)
                .Select(file => file.Dataset.GetText(Tags.StudyDate))
                .Distinct()
        );
    }

    [Fact]
    public void A_merge_after_both_pseudonyms_were_given_out_says_which_stays_and_makes_the_file_anew()
    {
        Put("in/1.dcm", 1, patient: "A1", birth: "19620606", study: 1);
        Put("in/2.dcm", 2, patient: "B2", birth: "19640606", study: 2);
        Crosswalk crosswalk = Crosswalk.Empty;
        Assert.Equal(2, Run("in", crosswalk, batch => crosswalk = crosswalk.Release(batch.GivenOut)).Written);
        Assert.Equal(2, crosswalk.Released.Count);
        BatchReport later = Run(
            "in",
            crosswalk.With([new(PatientDecisionKind.Merge, new(new("", "A1")), new(new("", "B2")))])
        );
        PatientPseudonyms pseudonyms = new(Samples.Key);
        Assert.Equal(
            new PseudonymJoin(pseudonyms.Replace("B2"), pseudonyms.Replace("A1")),
            Assert.Single(later.Identities.Joined)
        );
        Assert.Equal((1, 1), Figures(later));
        Assert.Equal(3, Outputs().Length);
    }

    private static (int Written, int Skipped) Figures(BatchReport report) => (report.Written, report.Skipped);

    private BatchReport Run(string input, Crosswalk? crosswalk = null, Action<DeidentificationBatch>? then = null)
    {
        DeidentificationBatch batch = new(
            new DeidentificationPlan(DeidentificationProfile.Basic, DeidentificationOptions.RetainModifiedDates),
            Samples.Key,
            Path.Combine(_folder, "out"),
            new BatchOptions { Crosswalk = crosswalk }
        );
        BatchReport report = batch.Run(BatchSources.Of(Path.Combine(_folder, input)));
        then?.Invoke(batch);
        return report;
    }

    private string[] Outputs() =>
        Directory.GetFiles(Path.Combine(_folder, "out"), "*.dcm", SearchOption.AllDirectories);

    private void Put(string path, int number, string patient, int study, string birth = "19400102")
    {
        Dataset dataset = [];
        foreach (Element element in Samples.Slice.Dataset.Elements)
        {
            dataset.Set(element);
        }

        dataset.Set(Tags.SopInstanceUid, Vr.UI, $"1.2.3.4.{number}");
        dataset.Set(Tags.StudyInstanceUid, Vr.UI, $"1.2.3.5.{study}");
        dataset.Set(Tags.IssuerOfPatientId, Vr.LO, "");
        dataset.Set(Tags.PatientId, Vr.LO, patient);
        dataset.Set(Tags.PatientBirthDate, Vr.DA, birth);
        string full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, Samples.Bytes(new DicomFile(dataset)));
    }
}
