using System.Text;
using Overread.Dicom.Deidentify;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.Geometry;
using Overread.Dicom.Phantoms;

namespace Overread.Dicom.Tests;

/// <summary>The plan that the gate applies by default: what is needed to read stays, who it was goes.</summary>
public sealed class StrictGateTests
{
    [Fact]
    public void Nothing_of_the_invented_patient_is_left_in_the_bytes()
    {
        ChestCtPhantom phantom = new(
            new ChestCtOptions
            {
                Seed = 11,
                Size = 64,
                Slices = 20,
            }
        );
        PhantomIdentity who = phantom.Identity;
        byte[] before = Samples.Bytes(phantom.Slice(3));
        using DicomFile file = DicomFile.Read(before);
        byte[] after = Samples.Bytes(Samples.Deidentify(file, DeidentificationPlan.Gate, out _));
        string[] secrets =
        [
            who.FamilyName,
            who.GivenName,
            who.PatientId,
            who.BirthDate,
            who.Address,
            who.Telephone,
            who.Institution,
            who.Physician.Split('^')[0],
            who.Accession,
            who.DeviceSerial,
            who.StudyDate,
            who.UidRoot,
        ];
        foreach (string secret in secrets)
        {
            Assert.True(before.AsSpan().IndexOf(Encoding.Latin1.GetBytes(secret)) >= 0, "the source lacks a secret");
            Assert.True(after.AsSpan().IndexOf(Encoding.Latin1.GetBytes(secret)) < 0, "the output has a secret");
        }
    }

    [Fact]
    public void Pixels_and_geometry_stay_and_markers_are_there()
    {
        using DicomFile file = DicomFile.Read(Samples.Bytes(Samples.Slice));
        DicomFile output = Samples.Deidentify(file, DeidentificationPlan.Gate, out DeidentificationAccount account);
        Assert.Equal(
            file.Dataset.Elements.Single(e => e.Tag == Tags.PixelData).ReadBytes().ToArray(),
            output.Dataset.Elements.Single(e => e.Tag == Tags.PixelData).ReadBytes().ToArray()
        );
        foreach (
            Tag tag in (Tag[])
                [Tags.ImagePositionPatient, Tags.PixelSpacing, Tags.RescaleIntercept, Tags.WindowWidth, Tags.Modality]
        )
        {
            Assert.Equal(file.Dataset.GetText(tag), output.Dataset.GetText(tag));
        }

        Assert.Equal("YES", output.Dataset.GetText(Tags.PatientIdentityRemoved));
        Assert.Equal("MODIFIED", output.Dataset.GetText(Tags.LongitudinalTemporalInformationModified));
        Assert.Equal(
            "113100",
            output.Dataset.GetItems(Tags.DeidentificationMethodCodeSequence)[0].GetText(Tags.CodeValue)
        );
        Assert.Equal(output.Dataset.GetText(Tags.PatientId), account.Pseudonym);
        Assert.DoesNotContain(output.Dataset, element => element.Tag.IsPrivate);
        Assert.Contains(
            account.Entries,
            e => e.Keyword == "PatientName" && e.Change == AccountChange.Changed && e.Depth == 0
        );
        Assert.Contains(account.Entries, e => e.Keyword == "PatientAddress" && e.Change == AccountChange.Removed);
        Assert.Equal(account.Entries.Count, account.Kept + account.Changed + account.Removed + account.Added);
    }

    [Fact]
    public void The_same_input_gives_the_same_bytes_and_a_second_run_changes_nothing()
    {
        foreach (
            DeidentificationPlan plan in (DeidentificationPlan[])
                [DeidentificationPlan.Gate, new(DeidentificationProfile.Basic)]
        )
        {
            using DicomFile file = DicomFile.Read(Samples.Bytes(Samples.Slice));
            byte[] first = Samples.Bytes(Samples.Deidentify(file, plan, out _));
            byte[] again = Samples.Bytes(Samples.Deidentify(file, plan, out _));
            Assert.Equal(first, again);
            using DicomFile output = DicomFile.Read(first);
            byte[] second = Samples.Bytes(Samples.Deidentify(output, plan, out _));
            Assert.Equal(first, second);
        }
    }

    [Fact]
    public void A_truncated_file_is_refused_whole()
    {
        byte[] bytes = Samples.Bytes(Samples.Slice);
        using DicomFile file = DicomFile.Read(bytes.AsMemory(0, bytes.Length - 10));
        RewriteResult result = new DatasetRewriter(DeidentificationPlan.Gate, Samples.Key).Rewrite(file);
        Assert.Null(result.Output);
        Assert.Equal(Refusal.Truncated, result.Account.Refusal);
    }

    [Fact]
    public void Slices_of_one_series_stay_one_series_in_order()
    {
        ChestCtPhantom phantom = new(
            new ChestCtOptions
            {
                Seed = 5,
                Size = 32,
                Slices = 60,
            }
        );
        DatasetRewriter rewriter = new(DeidentificationPlan.Gate, Samples.Key);
        List<Dataset> outputs = [.. phantom.Slices.Select(slice => rewriter.Rewrite(slice).Output!.Dataset)];
        Assert.Single(outputs.Select(d => d.GetText(Tags.SeriesInstanceUid)).Distinct());
        Assert.Equal(60, outputs.Select(d => d.GetText(Tags.SopInstanceUid)).Distinct().Count());
        SeriesGeometry geometry = SeriesGeometry.Of(outputs);
        Assert.True(geometry.IsVolume);
        Assert.Equal(phantom.SliceSpacing, geometry.Spacing!.Value, 3);
        Assert.Equal(Enumerable.Range(0, 60), geometry.Order.Select(index => index.Instance));
    }
}
