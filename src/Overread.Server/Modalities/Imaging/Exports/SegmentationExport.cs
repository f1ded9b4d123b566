using System.Globalization;
using Overread.Dicom;
using Overread.Dicom.Derived;
using Overread.Dicom.Geometry;
using Overread.Dicom.Reading;
using Overread.Dicom.Segmentations;
using Overread.Domain.Intake;
using Overread.Domain.Marks;
using Overread.Domain.Modalities.Imaging;
using Overread.Domain.Modalities.Imaging.Masks;
using Overread.Domain.Protocols;
using Overread.Domain.Record;
using Overread.Server.Features.Releases.Bundle;
using Overread.Storage;

namespace Overread.Server.Modalities.Imaging.Exports;

/// <summary>
/// Released masks as DICOM segmentations (PS3.3 A.51, binary): one object for each series that has any, one segment for each
/// mask. The same release gives the same bytes.
/// </summary>
internal sealed class SegmentationExport : IExport
{
    private const string Folder = "exports/seg/";

    private sealed record Segment(Mark Mark, MaskRegion Region, int Drawn);

    private sealed record Picture(SourceImage Image, string File, int Frame);

    /// <inheritdoc/>
    public string? Describe(string path) =>
        path.StartsWith(Folder, StringComparison.Ordinal)
            ? "The released masks of a series as a DICOM segmentation, a segment for each mask; Tracking ID is the mark's id."
            : null;

    /// <inheritdoc/>
    public IEnumerable<(string Path, string Text)> Files(BundleContent content, IBlobStore blobs) => [];

    /// <inheritdoc/>
    public IEnumerable<(string Path, byte[] Bytes)> Objects(BundleContent content, IBlobStore blobs)
    {
        foreach (ItemFacts item in content.Items)
        {
            Segment[] all = [.. Segments(content, item)];
            foreach (SeriesFacts series in item.Series)
            {
                HashSet<string> files =
                [
                    .. series.Files.Where(f => f.MediaType == "application/dicom").Select(f => f.Id),
                ];

                // Frames of one object are of one size; a series has seldom two.
                IGrouping<(int Width, int Height), Segment>[] sizes =
                [
                    .. all.Select(s => s with { Region = Within(s.Region, files) })
                        .Where(s => s.Region.Parts.Count > 0)
                        .GroupBy(s => (s.Region.Width, s.Region.Height))
                        .OrderBy(g => g.Key),
                ];
                foreach (IGrouping<(int Width, int Height), Segment> segments in sizes)
                {
                    string path = PathOf(content, item, segments.First(), sizes.Length > 1);
                    yield return (path, Write(content, blobs, series, [.. segments], path));
                }
            }
        }
    }

    private static MaskRegion Within(MaskRegion region, HashSet<string> files) =>
        region with
        {
            Parts = [.. region.Parts.Where(p => files.Contains(p.File))],
        };

    private static IEnumerable<Segment> Segments(BundleContent content, ItemFacts item) =>
        content
            .Protocol.Fields.Where(f => f.Kind.Region == MaskKind.Instance)
            .SelectMany(f => content.Marks.GetValueOrDefault((item.Id, f.Id), []))
            .Select(m => new Segment(m.Mark, (MaskRegion)m.Mark.Region, m.Drawn ?? 1));

    // Beside where the files of the series stand or are fetched to: data/sub-…/item/series-01.
    private static string PathOf(BundleContent content, ItemFacts item, Segment segment, bool several)
    {
        string file = BundleData.Of(content, item).First(e => e.File.Id == segment.Region.Parts[0].File).Path;
        string folder = file[(file.IndexOf('/', StringComparison.Ordinal) + 1)..file.LastIndexOf('/')];
        return several
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{Folder}{folder}-{segment.Region.Width}x{segment.Region.Height}.dcm"
            )
            : $"{Folder}{folder}.dcm";
    }

    private static byte[] Write(
        BundleContent content,
        IBlobStore blobs,
        SeriesFacts series,
        Segment[] segments,
        string path
    )
    {
        HashSet<(string, int)> painted = [.. segments.SelectMany(s => s.Region.Parts).Select(p => (p.File, p.Frame))];
        Picture[] pictures = [.. Pictures(blobs, series, painted)];
        Dictionary<(string, int), int> place = pictures
            .Select((p, i) => (Key: (p.File, p.Frame), i))
            .ToDictionary(p => p.Key, p => p.i);
        List<SegmentationPlane> planes = [];
        for (int s = 0; s < segments.Length; s++)
        {
            int number = s + 1;
            planes.AddRange(
                segments[s]
                    .Region.Parts.Select(p => (At: place[(p.File, p.Frame)], Part: p))
                    .OrderBy(p => p.At)
                    .Select(p => new SegmentationPlane(number, p.At, numbers => Fill(numbers, p.Part)))
            );
        }

        int made = 0;
        DerivedContext context = new(
            [.. pictures.Select(p => p.Image)],
            () => DerivedUid.Of($"{content.Project}|{content.Name}|{content.Version}|{path}|{made++}"),
            Timestamps.Parse(content.Run.At)
        )
        {
            SeriesDescription = $"{content.Name}:{content.Version}",
            SoftwareVersion = Platform.Version,
        };
        DicomFile file = SegmentationWriter.Write(
            context,
            SegmentationKind.Binary,
            [.. segments.Select((s, i) => Facts(content, s, i + 1))],
            planes,
            Overlap(segments)
        );
        using MemoryStream bytes = new();
        file.Write(bytes);
        return bytes.ToArray();
    }

    private static void Fill(int[] numbers, MaskPart part)
    {
        foreach (MaskRun run in MaskKind.Runs(part))
        {
            numbers.AsSpan(run.Start, run.Length).Fill(1);
        }
    }

    private static bool Overlap(Segment[] segments) =>
        segments
            .SelectMany((s, i) => s.Region.Parts.Select(p => (Segment: i, Part: p)))
            .GroupBy(p => (p.Part.File, p.Part.Frame))
            .Any(here =>
            {
                IReadOnlyList<MaskRun>[] runs = [.. here.Select(p => MaskKind.Runs(p.Part))];
                return MaskRuns.Shared(runs, 2).Count > 0;
            });

    // In reading order, which is along the normal.
    private static IEnumerable<Picture> Pictures(IBlobStore blobs, SeriesFacts series, HashSet<(string, int)> painted)
    {
        foreach (FileFacts file in series.Files.Where(f => painted.Any(p => p.Item1 == f.Id)))
        {
            Dataset header = Header(blobs, file);
            int frames = ((ImageContent)file.Content).Frames;
            for (int frame = 0; frame < frames; frame++)
            {
                if (painted.Contains((file.Id, frame)))
                {
                    yield return new(
                        new SourceImage(header, frames > 1 ? frame + 1 : 0, SlicePlane.Read(header, frame)),
                        file.Id,
                        frame
                    );
                }
            }
        }
    }

    private static Dataset Header(IBlobStore blobs, FileFacts file)
    {
        using Stream stream =
            blobs.Open(file.Hash)
            ?? throw new RefusedException(
                new("release.data-lost", "A file that masks are painted on is missing from the store.")
                {
                    Where = file.Id,
                    Next = "Run overread audit; put the file back from a backup, or withdraw the item.",
                }
            );
        return DicomFile.Read(stream, new ReadOptions { StopBefore = Tags.PixelData }).Dataset;
    }

    private static SegmentFacts Facts(BundleContent content, Segment segment, int number)
    {
        Mark mark = segment.Mark;
        Field field = content.Protocol.Field(mark.Field)!;
        Option? option = field.Options?.FirstOrDefault(o => o.Id == mark.Class);
        return new()
        {
            Number = number,
            Label = option is null ? field.Title : $"{field.Title}: {option.Title}",
            // One person's own mask is manual; what was counted out of several is not, and says how.
            AlgorithmType = segment.Drawn == 1 ? "MANUAL" : "SEMIAUTOMATIC",
            AlgorithmName =
                segment.Drawn == 1
                    ? null
                    : string.Create(CultureInfo.InvariantCulture, $"Majority of {segment.Drawn} readers' masks"),
            Type = Coded(option?.Code ?? field.Code),
            TrackingId = mark.Id,
            TrackingUid = DerivedUid.Of($"{content.Project}|{mark.Id}"),
        };
    }

    // Coding schemes by the designators of PS3.16; a terminology without one is left out, and the label says the name.
    private static CodedConcept? Coded(Code? code) =>
        code is null ? null
        : Scheme(code.System) is { } scheme ? new(code.Value, scheme, code.Display ?? code.Value)
        : null;

    private static string? Scheme(string system) =>
        system switch
        {
            "http://snomed.info/sct" => "SCT",
            "http://loinc.org" => "LN",
            "http://radlex.org" or "http://www.radlex.org" => "RADLEX",
            _ => null,
        };
}
