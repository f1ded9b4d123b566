using System.Diagnostics;
using Overread.Deidentification.Pseudonyms;
using Overread.Dicom.Deidentify;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.Phantoms;

namespace Overread.Dicom.Benchmarks;

/// <summary>Rewrites inputs from 1 MB to 4 GB and prints the greatest memory: it must not grow with the file.</summary>
internal static class MemoryRun
{
    internal static int Measure(string root)
    {
        Directory.CreateDirectory(root);
        DatasetRewriter rewriter = new(
            new DeidentificationPlan(DeidentificationProfile.Basic),
            new ProjectKey(new byte[32])
        );
        foreach (int megabytes in (ReadOnlySpan<int>)[1, 64, 1024, 4090])
        {
            string path = Path.Combine(root, $"{megabytes}.dcm");
            Create(path, megabytes);
            long before = GC.GetTotalAllocatedBytes(precise: true);
            Stopwatch watch = Stopwatch.StartNew();
            using (DicomFile file = DicomFile.Read(path))
            {
                rewriter.Rewrite(file).Output!.Write(Stream.Null);
            }

            long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
            using Process process = Process.GetCurrentProcess();
            Console.WriteLine(
                $"{megabytes, 5} MB: {watch.Elapsed.TotalSeconds:0.00} s, {allocated / 1e6:0.00} MB allocated, peak working set {process.PeakWorkingSet64 / 1e6:0} MB"
            );
            File.Delete(path);
        }

        return 0;
    }

    /// <summary>A multi-frame object whose pixels are a hole in the file.</summary>
    private static void Create(string path, int megabytes)
    {
        DicomFile slice = new ChestCtPhantom(
            new ChestCtOptions
            {
                Size = 4,
                Slices = 1,
                Nodules = 0,
            }
        ).Slice(0);
        Dataset d = slice.Dataset;
        d.Set(Tags.Rows, 1024);
        d.Set(Tags.Columns, 512);
        d.Set(Tags.NumberOfFrames, megabytes.ToString(System.Globalization.CultureInfo.InvariantCulture));
        d.Remove(Tags.PixelData);
        using FileStream stream = File.Create(path);
        slice.Write(stream);
        uint length = (uint)((long)megabytes << 20);
        stream.Write([0xE0, 0x7F, 0x10, 0x00, (byte)'O', (byte)'W', 0, 0]);
        stream.Write(BitConverter.GetBytes(length));
        stream.SetLength(stream.Position + length);
    }
}
