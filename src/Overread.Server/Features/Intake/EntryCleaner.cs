using System.Security.Cryptography;
using Overread.Dicom;
using Overread.Domain.Intake;
using SkiaSharp;

namespace Overread.Server.Features.Intake;

/// <summary>
/// Carries out what a person approved about the pixels of an entry: blanks the accepted boxes and marks the objects, as
/// PS3.15 E.3.1 wants. That the pixels are clean is said of an entry alone whose every frame a person has had on screen.
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
    /// <param name="Problem">Why it cannot be done; null where it was.</param>
    internal sealed record Outcome(EntryFacts Facts, IReadOnlyList<BlankedFile> Blanked, string? Problem);

    public static Outcome Clean(GateEntry entry, string folder)
    {
        bool looked = entry.Decision == "approve" && entry.Files.All(entry.Review.HasSeenAll);
        List<GateBox> boxes = [.. entry.Review.Boxes.Where(b => b.State == "accepted")];
        if (boxes.Count == 0 && !(looked && entry.Kind == "dicom"))
        {
            return new(entry.Facts, [], null);
        }

        Dictionary<string, (int Width, int Height)> sizes = entry.Files.ToDictionary(
            f => f.Id,
            f => (f.Width, f.Height)
        );
        Dictionary<string, FileFacts> changed = [];
        Dictionary<string, string> paths = new(entry.Facts.Paths);
        List<BlankedFile> blanked = [];
        foreach (FileFacts file in entry.Files)
        {
            List<GateBox>[] byFrame =
            [
                .. Enumerable
                    .Range(0, file.Frames)
                    .Select(n =>
                        boxes.Where(b => b.Covers(file.Id, n, sizes[b.File] == (file.Width, file.Height))).ToList()
                    ),
            ];
            if (byFrame.All(b => b.Count == 0) && !looked)
            {
                continue;
            }

            string from = Path.Combine(folder, paths[file.Id]);
            string to = from + ".approved";
            (FileFacts? now, BlankedFile? done, string? problem) =
                entry.Kind == "photo" ? Photo(from, to, file, byFrame[0]) : Dicom(from, to, file, byFrame, looked);
            if (problem is not null)
            {
                return new(entry.Facts, [], problem);
            }

            changed[file.Id] = now!;
            paths[file.Id] = Path.GetFileName(to);
            if (done is not null)
            {
                blanked.Add(done);
            }
        }

        return new(WithFiles(entry.Facts, changed, paths, Thumbnails(entry, paths, blanked, folder)), blanked, null);
    }

    private static EntryFacts WithFiles(
        EntryFacts facts,
        Dictionary<string, FileFacts> changed,
        Dictionary<string, string> paths,
        Dictionary<string, string> thumbnails
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
                        }
                    ),
                ],
            },
        };

    private static (FileFacts?, BlankedFile?, string?) Dicom(
        string from,
        string to,
        FileFacts file,
        List<GateBox>[] boxes,
        bool looked
    )
    {
        using DicomFile source = DicomFile.Read(from);
        bool any = boxes.Any(b => b.Count > 0);
        DicomFile result = new(Copy(source.Dataset), source.TransferSyntax);
        if (
            any
            && !PixelBlanker.TryBlank(
                source,
                n => n < boxes.Length ? [.. boxes[n].Select(b => new PixelBox(b.Left, b.Top, b.Width, b.Height))] : [],
                out result,
                out Finding? problem
            )
        )
        {
            return (null, null, $"An image cannot be blanked here: {problem?.Detail ?? "unknown"}.");
        }

        Mark(result.Dataset, source.Dataset, looked);
        bool lossy = !source.TransferSyntax.IsLossless || source.Dataset.GetText(LossyImageCompression) == "01";
        if (any)
        {
            Derive(result.Dataset, source.Dataset, boxes.Count(b => b.Count > 0), lossy);
        }

        using (FileStream target = File.Create(to))
        {
            result.Write(target, result.TransferSyntax);
        }

        using DicomFile written = DicomFile.Read(to);
        return (
            file with
            {
                Hash = HashOf(to),
                Size = new FileInfo(to).Length,
                PixelHash = IntakeBatch.PixelHash(written),
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
            null
        );
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
        List<Dataset> codes = [.. dataset.GetItems(Tags.DeidentificationMethodCodeSequence)];
        if (codes.Exists(c => c.GetText(Tags.CodeValue) == "113101"))
        {
            return;
        }

        Dataset code = new();
        code.Set(Tags.CodeValue, Vr.SH, "113101");
        code.Set(Tags.CodingSchemeDesignator, Vr.SH, "DCM");
        code.Set(Tags.CodeMeaning, Vr.LO, "Clean Pixel Data Option");
        codes.Insert(Math.Min(1, codes.Count), code);
        dataset.Set(new Element(Tags.DeidentificationMethodCodeSequence, codes));
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

        dataset.Set(DerivationDescription, Vr.ST, $"Places approved by a person were blanked in {frames} frame(s)");
        if (lossy)
        {
            dataset.Set(LossyImageCompression, Vr.CS, "01");
        }
    }

    private static (FileFacts?, BlankedFile?, string?) Photo(
        string from,
        string to,
        FileFacts file,
        List<GateBox> boxes
    )
    {
        if (boxes.Count == 0)
        {
            File.Copy(from, to, overwrite: true);
            return (file, null, null);
        }

        byte[] bytes = File.ReadAllBytes(from);
        using SKBitmap? bitmap = SKBitmap.Decode(bytes);
        if (bitmap is null)
        {
            return (null, null, "A photo cannot be decoded.");
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

        return (
            file with
            {
                Hash = HashOf(to),
                Size = new FileInfo(to).Length,
                MediaType = "image/png",
            },
            new BlankedFile(file.Id, 1, file.MediaType, "image/png", file.MediaType == "image/jpeg"),
            null
        );
    }

    // A thumbnail of the picture as it was would show what was blanked.
    private static Dictionary<string, string> Thumbnails(
        GateEntry entry,
        Dictionary<string, string> paths,
        List<BlankedFile> blanked,
        string folder
    )
    {
        Dictionary<string, string> thumbnails = new(entry.Facts.Thumbnails);
        foreach (string name in thumbnails.Values.Distinct().ToList())
        {
            string file = entry.Facts.Paths.First(p => p.Value + ".thumb" == name).Key;
            if (!blanked.Exists(b => b.File == file))
            {
                continue;
            }

            int frames = entry.Files.First(f => f.Id == file).Frames;
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
