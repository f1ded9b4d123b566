using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Overread.Deidentification.Dates;
using Overread.Dicom.Deidentify;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.Phantoms;
using Overread.Dicom.Pixels;
using Overread.Dicom.Reading;

namespace Overread.Dicom.Tests;

/// <summary>Nothing clinical is lost: pixels, references, intervals and validity survive de-identification.</summary>
public sealed partial class FidelityTests
{
    internal static readonly DeidentificationPlan[] Plans =
    [
        new(DeidentificationProfile.Basic),
        new(
            DeidentificationProfile.Basic,
            DeidentificationOptions.CleanDescriptors
                | DeidentificationOptions.RetainModifiedDates
                | DeidentificationOptions.CleanStructuredContent
                | DeidentificationOptions.RetainPatientCharacteristics
                | DeidentificationOptions.RetainSafePrivate
        ),
        DeidentificationPlan.Gate,
    ];

    internal static readonly string[] Folders =
    [
        "ct_mr",
        "cxr_cr",
        "us_cine",
        "seg_sr_rt",
        "wsi",
        "transfer_syntax",
        "dicom_charset",
        "dicom_malformed",
        "dicom_phi",
        "mg_xa_nm_vl",
        "ecg",
        "photo",
    ];

    private static bool All => Environment.GetEnvironmentVariable("OVERREAD_TEST_ALL") == "1";

    internal static IEnumerable<string> EveryFile(params string[] folders) =>
        folders
            .SelectMany(folder => Directory.EnumerateFiles(Samples.Shared(folder), "*", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal);

    internal static IEnumerable<string> Files(params string[] folders) =>
        EveryFile(folders)
            // Without --all every fifth file: the whole takes minutes on a busy machine.
            .Where((_, i) => All || i % 5 == 0);

    [Fact]
    public void Over_real_files_pixels_stay_outputs_are_whole_and_a_second_run_changes_nothing()
    {
        int outputs = 0;
        foreach (DeidentificationPlan plan in Plans)
        {
            DatasetRewriter rewriter = new(plan, Samples.Key);
            foreach (string path in Files(Folders))
            {
                using DicomFile file = DicomFile.Read(path);
                if (rewriter.Rewrite(file).Output is not { } output)
                {
                    Assert.True(
                        !file.IsDicom || file.IsTruncated || file.Dataset.Contains(Tags.DirectoryRecordSequence),
                        path
                    );
                    continue;
                }

                outputs++;
                byte[] bytes = Samples.Bytes(output);
                using DicomFile read = DicomFile.Read(bytes);
                Assert.True(read.IsDicom && !read.IsTruncated, path);
                // Streams lose their texts, never a sample.
                Assert.True(PixelHash(file) == PixelHash(read) || SameSamples(file, read), path);
                Assert.Equal(bytes, Samples.Bytes(rewriter.Rewrite(read).Output!));
                // What we call clean, the check for what others left calls clean too.
                Assert.True(Leftovers.Find(read) is { Count: 0 }, $"{path}: {string.Join("; ", Leftovers.Find(read))}");
            }
        }

        Assert.True(outputs > 100, $"{outputs} outputs");
    }

    private static bool SameSamples(DicomFile one, DicomFile other)
    {
        if (!PixelData.TryOpen(one, out PixelData a, out _) || !PixelData.TryOpen(other, out PixelData b, out _))
        {
            return false;
        }

        return a.Count == b.Count
            && Enumerable
                .Range(0, a.Count)
                .All(frame =>
                    !a.TryDecode(frame, out PixelFrame before, out _)
                    || b.TryDecode(frame, out PixelFrame after, out _)
                        && before.Data.Span.SequenceEqual(after.Data.Span)
                );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Dciodvfy_reports_no_new_error(int plan)
    {
        string folder = Directory.CreateTempSubdirectory("overread-fidelity-").FullName;
        List<string> added = [];
        try
        {
            DatasetRewriter rewriter = new(Plans[plan], Samples.Key);
            string output = Path.Combine(folder, "out.dcm");
            foreach (string path in Files(Folders).Where((_, i) => All || i % 4 == 0))
            {
                using DicomFile file = DicomFile.Read(path);
                if (rewriter.Rewrite(file).Output is { } rewritten)
                {
                    rewritten.Write(output);
                    HashSet<string> before = Errors(path);
                    // Where dciodvfy cannot read the source it has not looked at its attributes.
                    bool comparable = !before.Any(error =>
                        error.Contains("Tags out of order", StringComparison.Ordinal)
                    );
                    if (comparable)
                    {
                        added.AddRange(Errors(output).Except(before).Select(error => $"{path}: {error}"));
                    }
                }
            }
        }
        finally
        {
            Directory.Delete(folder, true);
        }

        Assert.True(added.Count == 0, string.Join('\n', added));
    }

    [Fact]
    public void References_resolve_and_intervals_are_exact_over_studies_of_one_patient()
    {
        PhantomIdentity who = PhantomIdentity.Of(40);
        DatasetRewriter rewriter = new(Plans[1], Samples.Key);
        List<(Dataset Before, Dataset After)> pairs = [];
        foreach (int study in (int[])[1, 2])
        {
            ChestCtPhantom phantom = new(
                new ChestCtOptions
                {
                    Seed = 40,
                    Size = 16,
                    Slices = 10,
                    Identity = who,
                }
            );
            foreach (DicomFile slice in phantom.Slices)
            {
                Dataset d = slice.Dataset;
                d.Set(Tags.StudyInstanceUid, $"{who.UidRoot}.{study}");
                d.Set(Tags.SopInstanceUid, $"{d.GetText(Tags.SopInstanceUid)}.{study}");
                d.Set(Tags.StudyDate, study == 1 ? "20210110" : "20220301");
                Dataset reference = new(d);
                reference.Set(Tags.ReferencedSopClassUid, "1.2.840.10008.5.1.4.1.1.2");
                reference.Set(Tags.ReferencedSopInstanceUid, d.GetText(Tags.SopInstanceUid)!);
                d.Set(Tags.ReferencedImageSequence, reference);
                pairs.Add((d, rewriter.Rewrite(slice).Output!.Dataset));
            }
        }

        HashSet<string?> instances = [.. pairs.Select(pair => pair.After.GetText(Tags.SopInstanceUid))];
        Assert.Equal(20, instances.Count);
        Assert.All(
            pairs,
            pair =>
                Assert.Contains(
                    pair.After.GetItems(Tags.ReferencedImageSequence)[0].GetText(Tags.ReferencedSopInstanceUid),
                    instances
                )
        );
        Assert.Single(pairs.Select(pair => pair.After.GetText(Tags.PatientId)).Distinct());
        Assert.Equal(2, pairs.Select(pair => pair.After.GetText(Tags.StudyInstanceUid)).Distinct().Count());
        int[] offsets = [.. pairs.Select(pair => Day(pair.Before) - Day(pair.After)).Distinct()];
        Assert.Single(offsets);
        Assert.InRange(offsets[0], DateOffset.Fewest, DateOffset.Most);
    }

    private static int Day(Dataset dataset) =>
        DateOnly
            .ParseExact(dataset.GetText(Tags.StudyDate)!, "yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture)
            .DayNumber;

    private static string PixelHash(DicomFile file)
    {
        if (!file.Dataset.TryGet(Tags.PixelData, out Element? pixels))
        {
            return "";
        }

        using MemoryStream bytes = new();
        if (pixels.Fragments is { } fragments)
        {
            foreach (ByteRange range in fragments.Ranges)
            {
                range.CopyTo(bytes);
            }
        }
        else
        {
            // A value of odd length is padded when written, which is no pixel.
            bytes.Write(Element.Padded(Vr.OB, pixels.ReadBytes().ToArray()));
        }

        return Convert.ToHexString(SHA256.HashData(bytes.ToArray()));
    }

    /// <summary>Errors of dciodvfy without values and numbers, which de-identification must change.</summary>
    internal static HashSet<string> Errors(string path)
    {
        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo("dciodvfy", [path]) { RedirectStandardError = true, RedirectStandardOutput = true }
            )!;
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            string text = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return
            [
                .. text.Split('\n')
                    .Where(line => line.StartsWith("Error", StringComparison.Ordinal))
                    .Select(line => Numbers().Replace(Values().Replace(line, ""), "N")),
            ];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("dciodvfy is not installed (package dicom3tools)");
            return [];
        }
    }

    // Names of elements and modules stand in the same brackets and must stay: they say which attribute is wrong.
    [GeneratedRegex(@"(?<!Element=|Module=|attribute )<[^>]*>")]
    private static partial Regex Values();

    [GeneratedRegex(@"\b[0-9][0-9.]*\b")]
    private static partial Regex Numbers();
}
