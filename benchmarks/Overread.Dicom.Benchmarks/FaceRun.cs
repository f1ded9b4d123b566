using System.Diagnostics;
using Overread.Dicom.Deface;
using Overread.Dicom.Phantoms;
using Overread.Dicom.Pixels;

namespace Overread.Dicom.Benchmarks;

/// <summary>Takes the face off a head CT of 300 slices of 512 × 512, beside reading and decoding the same files.</summary>
internal static class FaceRun
{
    private const int Slices = 300;

    internal static int Measure(string root, int rounds)
    {
        string[] files = Create(Path.Combine(root, "head"));
        double read = double.MaxValue;
        double propose = double.MaxValue;
        double remove = double.MaxValue;
        double draw = double.MaxValue;
        FaceProposal proposal = null!;
        for (int round = 0; round < rounds; round++)
        {
            read = Math.Min(read, Seconds(() => Decode(files)));
            propose = Math.Min(propose, Seconds(() => proposal = Propose(files)));
            FaceCut cut = proposal.Cut ?? throw new InvalidOperationException($"no cut: {proposal.Problem}");
            remove = Math.Min(remove, Seconds(() => Remove(files, cut)));
            draw = Math.Min(draw, Seconds(() => Draw(proposal)));
        }

        using Process process = Process.GetCurrentProcess();
        Console.WriteLine($"{Slices} slices of 512 × 512, best of {rounds} rounds, one thread");
        Console.WriteLine($"read and decode        {read, 6:0.00} s");
        Console.WriteLine($"propose a cut          {propose, 6:0.00} s  {propose / read:0.0} × reading");
        Console.WriteLine($"remove and write       {remove, 6:0.00} s  {remove / read:0.0} × reading");
        Console.WriteLine($"draw before and after  {draw, 6:0.00} s");
        Console.WriteLine($"peak working set {process.PeakWorkingSet64 / 1e6:0} MB; {proposal.Figures}");
        return 0;
    }

    private static double Seconds(Action run)
    {
        Stopwatch watch = Stopwatch.StartNew();
        run();
        return watch.Elapsed.TotalSeconds;
    }

    private static void Decode(string[] files)
    {
        foreach (string path in files)
        {
            using DicomFile file = DicomFile.Read(path);
            if (!PixelData.TryOpen(file, out PixelData pixels, out _) || !pixels.TryDecode(0, out _, out _))
            {
                throw new InvalidOperationException("a slice was not decoded");
            }
        }
    }

    private static FaceProposal Propose(string[] files) =>
        SeriesFaces.Propose([.. files.Select(path => (Func<DicomFile>)(() => DicomFile.Read(path)))]);

    private static void Remove(string[] files, FaceCut cut)
    {
        foreach (string path in files)
        {
            using DicomFile file = DicomFile.Read(path);
            if (!FaceRemover.TryRemove(file, cut, out DicomFile result, out _, out Finding? problem))
            {
                throw new InvalidOperationException(problem?.Detail);
            }

            result.Write(Stream.Null);
        }
    }

    private static void Draw(FaceProposal proposal)
    {
        FaceViews.Draw(proposal, after: false)!.WritePng(Stream.Null);
        FaceViews.Draw(proposal, after: true)!.WritePng(Stream.Null);
    }

    private static string[] Create(string folder)
    {
        Directory.CreateDirectory(folder);
        HeadPhantom phantom = new(new HeadPhantomOptions { Size = 512, SliceSpacing = 0.9 });
        string[] files = [.. Enumerable.Range(0, Slices).Select(i => Path.Combine(folder, $"{i:000}.dcm"))];
        for (int i = 0; i < Slices; i++)
        {
            if (!File.Exists(files[i]))
            {
                phantom.Slice(i).Write(files[i]);
            }
        }

        return files;
    }
}
