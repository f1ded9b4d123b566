using System.Security.Cryptography;
using Overread.Dicom;
using Overread.Dicom.Deface;
using Overread.Dicom.Deidentify;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.PixelText;
using Overread.Domain.Intake;
using Overread.Domain.Modalities.Imaging;
using Overread.Server.Features.Intake;
using Overread.Server.Modalities.Imaging.Intake;
using SkiaSharp;

namespace Overread.Server.Modalities.Imaging.Gate;

/// <summary>
/// Carries out what a person approved about the pixels of an entry: removes faces, blanks the accepted boxes and marks the
/// objects, as PS3.15 E.3.1 and E.3.2 want. That the pixels are clean is said of an entry alone whose every frame a person has had on screen.
/// Works beside the cleaned files, so that it can be done again after a crash.
/// </summary>
internal static class EntryCleaner
{
    private const int ThumbnailSide = 160;
    private static readonly Tag LossyImageCompression = new(0x00282110);
    private static readonly Tag ImageType = new(0x00080008);
    private static readonly Tag DerivationDescription = new(0x00082111);

    /// <summary>What became of an entry's files.</summary>
    /// <param name="Facts">With the paths, hashes and sizes of the files as they are now.</param>
    /// <param name="Blanked">The files in which something was blanked.</param>
    /// <param name="Defaced">The series whose face was removed.</param>
    /// <param name="Problem">Why it cannot be done; null where it was.</param>
    internal sealed record Outcome(
        EntryFacts Facts,
        IReadOnlyList<BlankedFile> Blanked,
        IReadOnlyList<DefacedSeries> Defaced,
        string? Problem
    )
    {
        /// <summary>Files out of which elements were taken.</summary>
        public int Removed { get; init; }
    }

    /// <summary>What became of one file.</summary>
    private sealed record Cleaned(FileFacts? Facts, BlankedFile? Blanked, int Defaced, string? Problem)
    {
        /// <summary>True where elements were taken out.</summary>
        public bool Removed { get; init; }

        public static Cleaned Not(string problem) => new(null, null, 0, problem);
    }

    /// <param name="entry">What a person has decided.</param>
    /// <param name="folder">The folder of the cleaned files.</param>
    /// <param name="details">The folder of what identifies, where the cuts lie.</param>
    public static Outcome Clean(GateEntry entry, string folder, string details)
    {
        ImagingWork work = ImagingWork.Of(entry);
        bool looked = entry.Decision == "approve" && entry.Files.All(entry.Review.HasSeenAll);
        List<GateBox> boxes = [.. work.Boxes.Where(b => b.State == "accepted")];
        Dictionary<string, FaceCut> cuts = [];
        foreach (GateFace face in work.Faces.Series.Where(f => f.State == "accepted"))
        {
            if (new FaceFolder(details, entry.Id).Cut(face.Series, face.Cut!) is not { } cut)
            {
                return Not(entry, "The cut that was approved for a face is gone or is another one.");
            }

            cuts[face.Series] = cut;
        }

        IReadOnlyList<Tag> gone = work.Residuals.Removed;
        if (boxes.Count == 0 && cuts.Count == 0 && gone.Count == 0 && !(looked && entry.Kind == "dicom"))
        {
            return new(entry.Facts, [], [], null);
        }

        Dictionary<string, (int Width, int Height)> sizes = entry.Files.ToDictionary(f => f.Id, f => SizeOf(f));
        Dictionary<string, FileFacts> changed = [];
        Dictionary<string, string> paths = new(entry.Facts.Paths);
        List<BlankedFile> blanked = [];
        Dictionary<string, int> defaced = [];
        int removed = 0;
        foreach (
            (SeriesFacts series, FileFacts file) in entry.Facts.Item.Series.SelectMany(s => s.Files.Select(f => (s, f)))
        )
        {
            FaceCut? cut = cuts.GetValueOrDefault(series.Id);
            List<GateBox>[] byFrame =
            [
                .. Enumerable
                    .Range(0, file.Content.Parts)
                    .Select(n => boxes.Where(b => b.Covers(file.Id, n, sizes[b.File] == SizeOf(file))).ToList()),
            ];
            if (byFrame.All(b => b.Count == 0) && cut is null && gone.Count == 0 && !looked)
            {
                continue;
            }

            string from = Path.Combine(folder, paths[file.Id]);
            string to = from + ".approved";
            Cleaned done =
                entry.Kind == "photo"
                    ? Photo(from, to, file, byFrame[0])
                    : Dicom(from, to, file, byFrame, cut, gone, looked);
            if (done.Problem is { } problem)
            {
                return Not(entry, problem);
            }

            changed[file.Id] = done.Facts!;
            paths[file.Id] = Path.GetFileName(to);
            removed += done.Removed ? 1 : 0;
            if (done.Blanked is { } one)
            {
                blanked.Add(one);
            }

            if (cut is not null)
            {
                defaced[series.Id] = defaced.GetValueOrDefault(series.Id) + done.Defaced;
            }
        }

        HashSet<string> repainted =
        [
            .. blanked.Select(b => b.File),
            .. entry.Facts.Item.Series.Where(s => cuts.ContainsKey(s.Id)).SelectMany(s => s.Files).Select(f => f.Id),
        ];
        return new(
            WithFiles(entry.Facts, changed, paths, Thumbnails(entry, paths, repainted, folder), gone.Count > 0),
            blanked,
            [
                .. work
                    .Faces.Series.Where(f => defaced.ContainsKey(f.Series))
                    .Select(f => new DefacedSeries(f.Series, f.Cut!, f.Files, defaced[f.Series])),
            ],
            null
        )
        {
            Removed = removed,
        };
    }

    private static (int Width, int Height) SizeOf(FileFacts file) =>
        file.Content is ImageContent image ? (image.Width, image.Height) : (0, 0);

    private static Outcome Not(GateEntry entry, string problem) => new(entry.Facts, [], [], problem);

    private static EntryFacts WithFiles(
        EntryFacts facts,
        Dictionary<string, FileFacts> changed,
        Dictionary<string, string> paths,
        Dictionary<string, string> thumbnails,
        bool gone
    ) =>
        facts with
        {
            Paths = paths,
            Thumbnails = thumbnails,
            Item = facts.Item with
            {
                Series =
                [
                    .. facts.Item.Series.Select(s =>
                        s with
                        {
                            Files = [.. s.Files.Select(f => changed.GetValueOrDefault(f.Id, f))],
                            Attributes = gone ? SeriesAttributes.WithoutText(s.Attributes) : s.Attributes,
                            ByFile = gone
                                ? s.ByFile?.ToDictionary(f => f.Key, f => SeriesAttributes.WithoutText(f.Value)!)
                                : s.ByFile,
                        }
                    ),
                ],
            },
        };

    private static Cleaned Dicom(
        string from,
        string to,
        FileFacts file,
        List<GateBox>[] boxes,
        FaceCut? cut,
        IReadOnlyList<Tag> gone,
        bool looked
    )
    {
        using DicomFile source = DicomFile.Read(from);
        bool any = boxes.Any(b => b.Count > 0);
        bool lossy = !source.TransferSyntax.IsLossless || source.Dataset.GetText(LossyImageCompression) == "01";
        DicomFile result = new(Copy(source.Dataset), source.TransferSyntax);
        int defaced = 0;
        if (cut is not null)
        {
            if (!FaceRemover.TryRemove(source, cut, out result, out defaced, out Finding? refusal))
            {
                return Cleaned.Not($"A face cannot be removed here: {refusal?.Detail ?? "unknown"}.");
            }

            FaceMarks.Mark(result.Dataset, defaced, lossy, approved: true);
        }

        if (
            any
            && !PixelBlanker.TryBlank(
                result,
                n => n < boxes.Length ? [.. boxes[n].Select(b => new PixelBox(b.Left, b.Top, b.Width, b.Height))] : [],
                out result,
                out Finding? problem
            )
        )
        {
            return Cleaned.Not($"An image cannot be blanked here: {problem?.Detail ?? "unknown"}.");
        }

        bool removed = ElementRemover.Remove(result.Dataset, gone);
        Mark(result.Dataset, source.Dataset, looked);
        if (any)
        {
            Derive(result.Dataset, source.Dataset, boxes.Count(b => b.Count > 0), lossy);
        }

        using (FileStream target = File.Create(to))
        {
            result.Write(target, result.TransferSyntax);
        }

        using DicomFile written = DicomFile.Read(to);
        return new(
            file with
            {
                Hash = HashOf(to),
                Size = new FileInfo(to).Length,
                Content = (ImageContent)file.Content with { PixelHash = ImagingIntake.PixelHash(written) },
            },
            any
                ? new BlankedFile(
                    file.Id,
                    boxes.Count(b => b.Count > 0),
                    source.TransferSyntax.Uid,
                    result.TransferSyntax.Uid,
                    lossy
                )
                : null,
            defaced,
            null
        )
        {
            Removed = removed,
        };
    }

    private static Dataset Copy(Dataset source)
    {
        Dataset copy = new();
        foreach (Element element in source.Elements)
        {
            copy.Set(element);
        }

        return copy;
    }

    // PS3.15 E.3.1 and CID 7050: Burned In Annotation says NO and the option is coded once somebody has looked at it all.
    private static void Mark(Dataset dataset, Dataset source, bool looked)
    {
        if (!looked)
        {
            dataset.Remove(Tags.BurnedInAnnotation);
            if (source.TryGet(Tags.BurnedInAnnotation, out Element? said))
            {
                dataset.Set(said);
            }

            return;
        }

        dataset.Set(Tags.BurnedInAnnotation, "NO");
        MethodCodes.Add(dataset, DeidentificationOptions.CleanPixelData);
    }

    // PS3.3 C.7.6.1.1.2: values of pixels that were changed after they were made are derived; what was lossy stays marked.
    private static void Derive(Dataset dataset, Dataset source, int frames, bool lossy)
    {
        List<string> type = [.. source.GetTexts(ImageType)];
        if (type.Count > 0)
        {
            type[0] = "DERIVED";
            dataset.Set(ImageType, Vr.CS, string.Join('\\', type));
        }

        string before = dataset.GetText(DerivationDescription) is { } text ? text + "; " : "";
        dataset.Set(
            DerivationDescription,
            Vr.ST,
            $"{before}Places approved by a person were blanked in {frames} frame(s)"
        );
        if (lossy)
        {
            dataset.Set(LossyImageCompression, Vr.CS, "01");
        }
    }

    private static Cleaned Photo(string from, string to, FileFacts file, List<GateBox> boxes)
    {
        if (boxes.Count == 0)
        {
            File.Copy(from, to, overwrite: true);
            return new(file, null, 0, null);
        }

        byte[] bytes = File.ReadAllBytes(from);
        using SKBitmap? bitmap = SKBitmap.Decode(bytes);
        if (bitmap is null)
        {
            return Cleaned.Not("A photo cannot be decoded.");
        }

        using (SKCanvas canvas = new(bitmap))
        using (SKPaint black = new() { Color = SKColors.Black, IsAntialias = false })
        {
            foreach (GateBox box in boxes)
            {
                canvas.DrawRect(box.Left, box.Top, box.Width, box.Height, black);
            }
        }

        // PNG, so that no other pixel goes through lossy compression a second time.
        using (SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100))
        using (FileStream target = File.Create(to))
        {
            png.SaveTo(target);
        }

        return new(
            file with
            {
                Hash = HashOf(to),
                Size = new FileInfo(to).Length,
                MediaType = "image/png",
            },
            new BlankedFile(file.Id, 1, file.MediaType, "image/png", file.MediaType == "image/jpeg"),
            0,
            null
        );
    }

    // A thumbnail of the picture as it was would show what was blanked, or a face.
    private static Dictionary<string, string> Thumbnails(
        GateEntry entry,
        Dictionary<string, string> paths,
        HashSet<string> repainted,
        string folder
    )
    {
        Dictionary<string, string> thumbnails = new(entry.Facts.Thumbnails);
        foreach (string name in thumbnails.Values.Distinct().ToList())
        {
            string file = entry.Facts.Paths.First(p => p.Value + ".thumb" == name).Key;
            if (!repainted.Contains(file))
            {
                continue;
            }

            int frames = entry.Files.First(f => f.Id == file).Content.Parts;
            byte[]? png = GateImage.Render(Path.Combine(folder, paths[file]), entry.Kind, frames / 2, ThumbnailSide);
            foreach (string shown in thumbnails.Where(t => t.Value == name).Select(t => t.Key).ToList())
            {
                if (png is null)
                {
                    thumbnails.Remove(shown);
                }
                else
                {
                    thumbnails[shown] = paths[file] + ".thumb";
                }
            }

            if (png is not null)
            {
                File.WriteAllBytes(Path.Combine(folder, paths[file] + ".thumb"), png);
            }
        }

        return thumbnails;
    }

    private static string HashOf(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
