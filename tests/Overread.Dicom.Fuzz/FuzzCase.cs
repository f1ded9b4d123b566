using Overread.Deidentification.Pseudonyms;
using Overread.Dicom.Deidentify;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.Geometry;
using Overread.Dicom.Json;
using Overread.Dicom.Pixels;
using Overread.Dicom.PixelText;
using Overread.Dicom.Validation;

namespace Overread.Dicom.Fuzz;

/// <summary>Runs everything over one input and says what is wrong, if anything.</summary>
internal static class FuzzCase
{
    private const long FreeAllocation = 900L << 20;
    private const long AllocationPerByte = 20_000;
    private static readonly DatasetRewriter Basic = Rewriter(
        new(
            DeidentificationProfile.Basic,
            DeidentificationOptions.CleanDescriptors
                | DeidentificationOptions.RetainModifiedDates
                | DeidentificationOptions.RetainSafePrivate
        )
    );
    private static readonly DatasetRewriter Strict = Rewriter(DeidentificationPlan.Gate);

    internal static string? Run(byte[] bytes)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        // Processor time: beside other work the wall clock says nothing about a hang.
        TimeSpan before = Environment.CpuUsage.TotalTime;
        try
        {
            if (Work(bytes) is { } problem)
            {
                return problem;
            }
        }
        catch (Exception exception)
        {
            return exception.ToString();
        }

        long used = GC.GetAllocatedBytesForCurrentThread() - allocated;
        double allowed = 2 * Math.Max(1, bytes.Length / 1e6);
        double seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        return seconds > allowed ? $"took {seconds:0.0} s of the processor"
            : used > FreeAllocation + (bytes.Length * AllocationPerByte)
                ? $"allocated {used >> 20} MiB for {bytes.Length} bytes"
            : null;
    }

    private static DatasetRewriter Rewriter(DeidentificationPlan plan) => new(plan, new ProjectKey(new byte[32]));

    private static string? Work(byte[] bytes)
    {
        using DicomFile file = DicomFile.Read(bytes);
        DatasetValidator.Validate(file);
        byte[] json = System.Text.Encoding.UTF8.GetBytes(DicomJson.ToText(file.Dataset));
        DicomJson.Read(json);
        // The same damage in JSON: a byte of the text replaced, and the text cut, at places that the input chooses.
        if (json.Length > 0 && bytes.Length > 0)
        {
            json[bytes.Length * 31 % json.Length] = bytes[^1];
            DicomJson.Read(json.AsMemory(0, json.Length - (bytes[0] * json.Length / 1024)));
        }

        SeriesGeometry.Of([file.Dataset]);
        FrameRenderer.TryRender(file, 0, new RenderOptions { LargestSide = 64 }, out _, out _);
        FrameRenderer.TryRenderViews(file, 0, out _, out _);
        if (PixelBlanker.TryBlank(file, [new PixelBox(2, 3, 9, 5)], out DicomFile blanked, out _))
        {
            FrameRenderer.TryRender(blanked, 0, RenderOptions.Default, out _, out _);
        }

        foreach (DatasetRewriter rewriter in (DatasetRewriter[])[Basic, Strict])
        {
            RewriteResult result = rewriter.Rewrite(file, AccountDetail.Elements);
            if (result.Output is not { } output)
            {
                continue;
            }

            using MemoryStream written = new();
            output.Write(written);
            using DicomFile again = DicomFile.Read(written.ToArray());
            if (again.IsTruncated || (output.Dataset.Count > 0 && !again.IsDicom))
            {
                return "the output cannot be read whole: " + string.Join("; ", again.Findings.Take(3));
            }

            if (OtherSamples(file, again) is { } frame)
            {
                return $"frame {frame} has other samples in the output";
            }

            if (again.Dataset.GetText(Tags.PatientIdentityRemoved) != "YES")
            {
                return "the output lacks its marker";
            }

            ResidualCheck.Patterns(again);
        }

        return null;
    }

    /// <summary>
    /// The first of the first frames that can be decoded before and after and has other samples then; null for none. A damaged
    /// stream may lose a frame; it may not show another.
    /// </summary>
    private static int? OtherSamples(DicomFile before, DicomFile after)
    {
        if (!PixelData.TryOpen(before, out PixelData one, out _) || one.Count == 0)
        {
            return null;
        }

        for (int frame = 0; frame < Math.Min(one.Count, 3); frame++)
        {
            if (
                one.TryDecode(frame, out PixelFrame first, out _)
                && PixelData.TryOpen(after, out PixelData other, out _)
                && other.TryDecode(frame, out PixelFrame second, out _)
                && !first.Data.Span.SequenceEqual(second.Data.Span)
            )
            {
                return frame;
            }
        }

        return null;
    }
}
