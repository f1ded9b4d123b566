using Overread.Dicom.Pixels;
using Overread.Dicom.PixelText;
using Overread.Dicom.Tests.Tables;
using SkiaSharp;

namespace Overread.Dicom.Tests;

/// <summary>
/// Real pictures in which nobody wrote anything: what the finder proposes there would be blanked anatomy. Each is searched as
/// if text were likely, in its usual window and in what that hides.
/// </summary>
public sealed class WordlessPictureTests
{
    // Darker is the air around a patient or the ground of a slide.
    private const byte Background = 10;

    private static readonly TextFinder Finder = new(TextEngine.Shared);

    /// <summary>Folders of the shared data, and what of them is known to have words or letters in it: looked at one by one.</summary>
    private static readonly (string Kind, string Folder, string[] Not)[] Pictures =
    [
        ("CT and MR", "ct_mr", ["lut_18", "lut_04"]),
        ("CT", "seg_sr_rt", []),
        ("CR", "cxr_cr", []),
        ("MG, XA, NM, VL", "mg_xa_nm_vl", ["VL1_", "VL2_"]),
        ("blood smears", "photo/BCCD/JPEGImages", []),
        ("nuclei", "photo/dsb2018_nuclei", ["masks"]),
        (
            "one image in many syntaxes",
            "transfer_syntax",
            ["US1", "OBXXXX", "RGB_ILV", "JPGLosslessP14SV1", "TextGBR", "lut_"]
        ),
    ];

    /// <summary>Of one picture: the share of what is not background that lies in proposals, 0 to 1.</summary>
    private sealed record Loss(string Kind, string Path, double Share, TextProposal[] Found, RenderedFrame View)
    {
        internal int Proposals => Found.Length;
    }

    [Fact]
    public void Less_than_half_a_percent_is_proposed_in_95_of_100_pictures()
    {
        string root = Samples.Shared(".");
        List<(string Kind, string Path)> files =
        [
            .. Pictures.SelectMany(p =>
                Directory
                    .EnumerateFiles(Path.Combine(root, p.Folder), "*", SearchOption.AllDirectories)
                    .Where(f => !p.Not.Any(n => f.Contains(n, StringComparison.Ordinal)))
                    .Order(StringComparer.Ordinal)
                    .Select(f => (p.Kind, f))
            ),
        ];
        int step = Environment.GetEnvironmentVariable("OVERREAD_TEST_ALL") == "1" ? 1 : 7;
        List<Loss> losses =
        [
            .. files
                .Where((_, i) => i % step == 0)
                .AsParallel()
                .WithDegreeOfParallelism(2)
                .Select(f => LossOf(f.Kind, f.Path))
                .OfType<Loss>(),
        ];
        string table = string.Join(
            '\n',
            losses
                .GroupBy(l => l.Kind)
                .Select(g =>
                    $"{g.Key}: {g.Count()} pictures, {g.Count(l => l.Share < 0.005)} below 0.5 %, "
                    + $"{g.Count(l => l.Proposals == 0)} without a proposal, worst {g.Max(l => l.Share):P2} "
                    + $"({Path.GetFileName(g.MaxBy(l => l.Share)!.Path)})"
                )
        );
        Console.Error.WriteLine(table);
        foreach (Loss loss in losses.Where(l => l.Share > 0).OrderByDescending(l => l.Share).Take(20))
        {
            Console.Error.WriteLine($"  {loss.Share:P2} {loss.Proposals} {loss.Path[root.Length..]}");
        }

        if (Environment.GetEnvironmentVariable("OVERREAD_DRAW_WORST") is { Length: > 0 } folder)
        {
            Draw(losses, root, folder);
        }

        if (step == 1)
        {
            DocumentTable.Write("pixel-text.md", "wordless", Lines(losses, root));
        }

        Assert.NotEmpty(losses);
        Assert.True(losses.Count(l => l.Share < 0.005) >= 0.95 * losses.Count, table);
    }

    /// <summary>The worst picture of each kind with its proposals framed: the pictures are not ours to print in a document.</summary>
    private static void Draw(List<Loss> losses, string root, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (Loss worst in losses.GroupBy(l => l.Kind).Select(g => g.MaxBy(l => l.Share)!))
        {
            RenderedFrame view = worst.View;
            using SKBitmap bitmap = new(view.Width, view.Height);
            bitmap.Pixels =
            [
                .. Enumerable
                    .Range(0, view.Width * view.Height)
                    .Select(i =>
                        view.IsColor
                            ? new SKColor(view.Pixels[i * 3], view.Pixels[(i * 3) + 1], view.Pixels[(i * 3) + 2])
                            : new SKColor(view.Pixels[i], view.Pixels[i], view.Pixels[i])
                    ),
            ];
            using SKCanvas canvas = new(bitmap);
            using SKPaint frame = new()
            {
                Style = SKPaintStyle.Stroke,
                Color = SKColors.Orange,
                StrokeWidth = 2,
            };
            foreach (PixelBox box in worst.Found.Select(p => p.Box))
            {
                canvas.DrawRect(box.Left, box.Top, box.Width, box.Height, frame);
            }

            string name = Path.GetRelativePath(root, worst.Path).Replace(Path.DirectorySeparatorChar, '_') + ".png";
            using FileStream file = File.Create(Path.Combine(folder, name));
            bitmap.Encode(file, SKEncodedImageFormat.Png, 90);
        }
    }

    private static IEnumerable<string> Lines(List<Loss> losses, string root)
    {
        yield return DocumentTable.Row("without a word", "pictures", "with a proposal", "below 0.5 %", "worst share");
        yield return DocumentTable.Row("---", "---:", "---:", "---:", "---:");
        foreach (IGrouping<string, Loss> kind in losses.GroupBy(l => l.Kind))
        {
            yield return DocumentTable.Row(
                kind.Key,
                kind.Count(),
                kind.Count(l => l.Proposals > 0),
                kind.Count(l => l.Share < 0.005),
                kind.Max(l => l.Share).ToString("P2", System.Globalization.CultureInfo.InvariantCulture)
            );
        }

        yield return "";
        yield return "The pictures in which most is proposed (they are not ours to print here; `OVERREAD_DRAW_WORST=FOLDER` draws the worst of each kind):";
        yield return "";
        yield return DocumentTable.Row("file", "proposals", "share of what is not background");
        yield return DocumentTable.Row("---", "---:", "---:");
        foreach (Loss loss in losses.Where(l => l.Proposals > 0).OrderByDescending(l => l.Share).Take(10))
        {
            yield return DocumentTable.Row(
                Path.GetRelativePath(root, loss.Path),
                loss.Proposals,
                loss.Share.ToString("P2", System.Globalization.CultureInfo.InvariantCulture)
            );
        }
    }

    private static Loss? LossOf(string kind, string path)
    {
        List<RenderedFrame> views = [];
        Dataset? header = null;
        if (path.EndsWith(".jpg", StringComparison.Ordinal) || path.EndsWith(".png", StringComparison.Ordinal))
        {
            views.Add(Photo(path));
        }
        else if (Views(path, out header) is { } rendered)
        {
            views.AddRange(rendered);
        }

        if (views.Count == 0)
        {
            return null;
        }

        TextProposal[] found = [.. views.SelectMany(view => Finder.Find(view, header))];
        GreyPicture picture = GreyPicture.Of(views[0]);
        int shown = 0;
        int lost = 0;
        for (int y = 0; y < picture.Height; y++)
        {
            for (int x = 0; x < picture.Width; x++)
            {
                if (picture[x, y] > Background)
                {
                    shown++;
                    lost += found.Any(p => p.Box.Overlap(new PixelBox(x, y, 1, 1)) > 0) ? 1 : 0;
                }
            }
        }

        return shown == 0 ? null : new Loss(kind, path, (double)lost / shown, found, views[0]);
    }

    private static IReadOnlyList<RenderedFrame>? Views(string path, out Dataset? header)
    {
        header = null;
        using DicomFile file = DicomFile.Read(path);
        if (
            !file.Dataset.Contains(Tags.PixelData)
            || file.Dataset.GetText(Tags.Modality) is "SEG" or "SR"
            || !FrameRenderer.TryRenderViews(file, 0, out IReadOnlyList<RenderedFrame> views, out _)
        )
        {
            return null;
        }

        header = file.Dataset;
        return views;
    }

    private static RenderedFrame Photo(string path)
    {
        using SKBitmap bitmap = SKBitmap.Decode(path);
        SKColor[] colors = bitmap.Pixels;
        byte[] rgb = new byte[colors.Length * 3];
        for (int i = 0; i < colors.Length; i++)
        {
            (rgb[i * 3], rgb[(i * 3) + 1], rgb[(i * 3) + 2]) = (colors[i].Red, colors[i].Green, colors[i].Blue);
        }

        return new RenderedFrame(bitmap.Width, bitmap.Height, true, rgb);
    }
}
