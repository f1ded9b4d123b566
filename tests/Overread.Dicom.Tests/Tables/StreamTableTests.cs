using System.Diagnostics;
using Overread.Dicom.Deidentify;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.Pixels;
using static Overread.Dicom.Tests.Tables.DocumentTable;

namespace Overread.Dicom.Tests.Tables;

/// <summary>Every real file of every transfer syntax: frames are the same, bit for bit, after their streams were scrubbed.</summary>
public sealed class StreamTableTests
{
    private static readonly DatasetRewriter Strict = new(new(DeidentificationProfile.Strict), Samples.Key);

    /// <summary>Of one syntax.</summary>
    private sealed class Tally
    {
        public int Files { get; set; }
        public int Frames { get; set; }
        public int NotDecoded { get; set; }
        public int Changed { get; set; }
        public long Before { get; set; }
        public long After { get; set; }
        public TimeSpan Time { get; set; }
    }

    [Fact]
    public void Frames_of_every_transfer_syntax_are_the_same_after_scrubbing()
    {
        SortedDictionary<string, Tally> tallies = new(StringComparer.Ordinal);
        List<string> other = [];
        int refused = 0;
        string[] paths = [.. FidelityTests.EveryFile("transfer_syntax")];
        // Once for the compiler, then for the clock.
        Array.ForEach(paths, path => Rewritten(path).Before.Dispose());
        foreach (string path in paths)
        {
            long began = Stopwatch.GetTimestamp();
            (DicomFile file, DicomFile? output) = Rewritten(path);
            TimeSpan took = Stopwatch.GetElapsedTime(began);
            using DicomFile source = file;
            if (!file.IsDicom || !file.Dataset.TryGet(Tags.PixelData, out Element? stored))
            {
                continue;
            }

            if (output is null)
            {
                refused++;
                continue;
            }

            string syntax = file.TransferSyntax.Name;
            Tally tally = tallies.TryGetValue(syntax, out Tally? known) ? known : tallies[syntax] = new();
            tally.Files++;
            tally.Time += took;
            tally.Before += LengthOf(stored);
            tally.After += output.Dataset.TryGet(Tags.PixelData, out Element? written) ? LengthOf(written) : 0;
            other.AddRange(Compare(file, output, tally).Select(frame => $"{path} frame {frame}"));
        }

        Assert.True(other.Count == 0, string.Join('\n', other));
        Assert.True(tallies.Values.Sum(t => t.Frames) > 50, "few frames could be compared");
        Write("streams.md", "scrubbed", Lines(tallies, refused));
    }

    private static (DicomFile Before, DicomFile? After) Rewritten(string path)
    {
        DicomFile file = DicomFile.Read(path);
        DicomFile? output = Strict.Rewrite(file).Output;
        output?.Write(Stream.Null);
        return (file, output);
    }

    private static IEnumerable<int> Compare(DicomFile file, DicomFile output, Tally tally)
    {
        if (
            !PixelData.TryOpen(file, out PixelData before, out _)
            || !PixelData.TryOpen(output, out PixelData after, out _)
        )
        {
            tally.NotDecoded++;
            yield break;
        }

        if (before.Count != after.Count)
        {
            yield return -1;
        }

        for (int frame = 0; frame < before.Count; frame++)
        {
            tally.Changed += before.ReadStored(frame).AsSpan().SequenceEqual(after.ReadStored(frame)) ? 0 : 1;
            if (!before.TryDecode(frame, out PixelFrame first, out _))
            {
                tally.NotDecoded++;
            }
            else if (
                after.TryDecode(frame, out PixelFrame second, out _) && first.Data.Span.SequenceEqual(second.Data.Span)
            )
            {
                tally.Frames++;
            }
            else
            {
                yield return frame;
            }
        }
    }

    private static long LengthOf(Element pixels) =>
        pixels.Fragments is { } fragments ? fragments.Ranges.Sum(range => range.Length) : pixels.Length;

    private static IEnumerable<string> Lines(SortedDictionary<string, Tally> tallies, int refused)
    {
        yield return Row(
            "transfer syntax",
            "files",
            "frames equal",
            "streams with something taken out",
            "not decoded here",
            "bytes before",
            "bytes after",
            "files/s"
        );
        yield return Row("---", "---:", "---:", "---:", "---:", "---:", "---:", "---:");
        foreach ((string name, Tally t) in tallies)
        {
            yield return Row(
                name,
                t.Files,
                t.Frames,
                t.Changed,
                t.NotDecoded,
                t.Before,
                t.After,
                Rate(t.Files, t.Time)
            );
        }

        Tally[] all = [.. tallies.Values];
        yield return Row(
            "all",
            all.Sum(t => t.Files),
            all.Sum(t => t.Frames),
            all.Sum(t => t.Changed),
            all.Sum(t => t.NotDecoded),
            all.Sum(t => t.Before),
            all.Sum(t => t.After),
            Rate(all.Sum(t => t.Files), all.Aggregate(TimeSpan.Zero, (sum, t) => sum + t.Time))
        );
        yield return "";
        yield return refused == 0
            ? "No file was refused."
            : $"{refused} files are truncated or damaged and were refused whole.";
    }

    private static long Rate(int files, TimeSpan time) => (long)Math.Round(files / Math.Max(time.TotalSeconds, 1e-6));
}
