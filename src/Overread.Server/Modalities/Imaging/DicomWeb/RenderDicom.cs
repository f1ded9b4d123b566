using System.Globalization;
using Overread.Dicom;
using Overread.Dicom.Multipart;
using Overread.Dicom.Pixels;
using Overread.Domain;
using Overread.Server.Access;
using Overread.Storage;
using SkiaSharp;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Modalities.Imaging.DicomWeb;

/// <summary>WADO-RS rendered and thumbnail resources (PS3.18 sections 10.4.1.1.3 and 10.4.1.1.5): pictures to look at.</summary>
internal static class RenderDicom
{
    private const string Jpeg = "image/jpeg";
    private const string Png = "image/png";
    private const int ThumbnailSide = 128;
    private const int LargestSide = 8192;

    private sealed record Wish(RenderOptions Options, int Width, int Height, int Quality, string Media);

    public static void Map(IEndpointRouteBuilder api)
    {
        const string Root = "/projects/{project}/dicomweb/studies/{study}";
        const string Instance = "/series/{series}/instances/{instance}";
        foreach (
            (string level, string what) in new[]
            {
                ("", "study"),
                ("/series/{series}", "series"),
                (Instance, "instance"),
                (Instance + "/frames/{frame}", "frame"),
            }
        )
        {
            api.MapGet(
                    Root + level + "/rendered",
                    (string study, RetrieveDicom.Context c) => Rendered(c, RetrieveDicom.TargetOf(c.Http, study))
                )
                .Needs(Action.QueryDicom)
                .Says($"render-{what}", $"Renders a {what} as a picture (WADO-RS).")
                .GivesBytes("image/jpeg", "image/png", "image/gif")
                .Problems(404, "dicomweb.frame", "dicomweb.render", "dicomweb.unknown", "dicomweb.transcode")
                .Problems(404, "file.lost")
                .Problems(422, "dicomweb.accept")
                .Problems(500, "file.damaged");
            api.MapGet(
                    Root + level + "/thumbnail",
                    (string study, RetrieveDicom.Context c) => Thumbnail(c, RetrieveDicom.TargetOf(c.Http, study))
                )
                .Needs(Action.QueryDicom)
                .Says($"render-{what}-thumbnail", $"Renders a small picture of a {what} (WADO-RS).")
                .GivesBytes("image/jpeg", "image/png", "image/gif")
                .Problems(404, "dicomweb.frame", "dicomweb.render", "dicomweb.unknown", "dicomweb.transcode")
                .Problems(404, "file.lost")
                .Problems(422, "dicomweb.accept")
                .Problems(500, "file.damaged");
        }
    }

    // Of a study or series the pictures alone: a report beside them has none.
    private static async Task<List<DicomRow>> Pictures(RetrieveDicom.Context c, RetrieveDicom.Target target)
    {
        List<DicomRow> rows = [.. (await RetrieveDicom.Find(c, target)).Where(r => r.HasPixels)];
        return rows.Count > 0 ? rows : throw NotDrawn();
    }

    private static RefusedException NotDrawn() =>
        new(new("dicomweb.render", "This frame cannot be drawn here.", RefusalKind.NotFound));

    private static async Task Rendered(RetrieveDicom.Context c, RetrieveDicom.Target target)
    {
        List<DicomRow> rows = await Pictures(c, target);
        if (WishOf(c.Http.Request, 0) is not { } wish)
        {
            await RetrieveDicom.NotAcceptable(c.Http);
            return;
        }

        if (target.Instance is not null)
        {
            await Single(c, rows[0], FrameOf(c.Http, rows[0], 0), wish);
            return;
        }

        MultipartRelatedWriter writer = RetrieveDicom.Begin(c, wish.Media);
        foreach (DicomRow row in rows)
        {
            byte[] picture = Draw(c, row, 0, wish);
            await writer.BeginPartAsync(wish.Media, length: picture.Length, cancellation: c.Http.RequestAborted);
            await c.Http.Response.Body.WriteAsync(picture, c.Http.RequestAborted);
        }

        await writer.EndAsync(c.Http.RequestAborted);
    }

    // Of several, the one in the middle says most.
    private static async Task Thumbnail(RetrieveDicom.Context c, RetrieveDicom.Target target)
    {
        List<DicomRow> rows = await Pictures(c, target);
        if (WishOf(c.Http.Request, ThumbnailSide) is not { } wish)
        {
            await RetrieveDicom.NotAcceptable(c.Http);
            return;
        }

        DicomRow row = rows[rows.Count / 2];
        await Single(c, row, FrameOf(c.Http, row, row.Frames / 2), wish);
    }

    private static async Task Single(RetrieveDicom.Context c, DicomRow row, int frame, Wish wish)
    {
        byte[] picture = Draw(c, row, frame, wish);
        c.Http.Response.ContentType = wish.Media;
        await c.Http.Response.Body.WriteAsync(picture, c.Http.RequestAborted);
    }

    private static int FrameOf(HttpContext http, DicomRow row, int usual)
    {
        if (http.Request.RouteValues.GetValueOrDefault("frame") is not string text)
        {
            return usual;
        }

        return
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int n) && n >= 1 && n <= row.Frames
            ? n - 1
            : throw new RefusedException(
                new("dicomweb.frame", $"The instance has frames 1 to {row.Frames}.", RefusalKind.NotFound)
            );
    }

    private static byte[] Draw(RetrieveDicom.Context c, DicomRow row, int frame, Wish wish)
    {
        using DicomFile file = c.Bytes.Read(row);
        if (!FrameRenderer.TryRender(file, frame, wish.Options, out RenderedFrame drawn, out _))
        {
            throw NotDrawn();
        }

        using SKBitmap bitmap = Bitmap(drawn);
        double scale = Math.Min(
            wish.Width > 0 ? (double)wish.Width / drawn.Width : double.MaxValue,
            wish.Height > 0 ? (double)wish.Height / drawn.Height : double.MaxValue
        );
        using SKBitmap? sized =
            scale < double.MaxValue && Math.Abs(scale - 1) > 1e-9
                ? bitmap.Resize(
                    new SKImageInfo(
                        Math.Max(1, (int)Math.Round(drawn.Width * scale)),
                        Math.Max(1, (int)Math.Round(drawn.Height * scale))
                    ),
                    new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear)
                )
                : null;
        using SKData data = (sized ?? bitmap).Encode(
            wish.Media == Png ? SKEncodedImageFormat.Png : SKEncodedImageFormat.Jpeg,
            wish.Quality
        );
        return data.ToArray();
    }

    private static SKBitmap Bitmap(RenderedFrame drawn)
    {
        SKBitmap bitmap = new(new SKImageInfo(drawn.Width, drawn.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        Span<byte> target = bitmap.GetPixelSpan();
        for (int i = 0; i < drawn.Width * drawn.Height; i++)
        {
            int from = drawn.IsColor ? i * 3 : i;
            target[i * 4] = drawn.Pixels[from];
            target[(i * 4) + 1] = drawn.Pixels[drawn.IsColor ? from + 1 : from];
            target[(i * 4) + 2] = drawn.Pixels[drawn.IsColor ? from + 2 : from];
            target[(i * 4) + 3] = 255;
        }

        return bitmap;
    }

    // PS3.18 section 8.3.5: window=centre,width,function; viewport=width,height; quality=1..100.
    private static Wish? WishOf(HttpRequest request, int side)
    {
        List<AcceptedType> accepted = AcceptedType.Of(request);
        string? media =
            accepted.Exists(a => a.Media == Png && !accepted.Exists(b => b.Media == Jpeg)) ? Png
            : accepted.Exists(a => a.Takes(Jpeg)) ? Jpeg
            : accepted.Exists(a => a.Takes(Png)) ? Png
            : null;
        if (media is null)
        {
            return null;
        }

        double?[] window = [.. Numbers(request, "window").Take(2)];
        double?[] viewport = [.. Numbers(request, "viewport").Take(2)];
        double?[] quality = [.. Numbers(request, "quality").Take(1)];
        int width = viewport is [{ } w, ..] ? (int)Math.Clamp(w, 1, LargestSide) : side;
        int height = viewport is [_, { } h] ? (int)Math.Clamp(h, 1, LargestSide) : side;
        RenderOptions options =
            window is [{ } centre, { } range] && range >= 1
                ? new RenderOptions { WindowCenter = centre, WindowWidth = range }
                : new RenderOptions();
        return new(
            // Reducing by averaging is done by the renderer; enlarging here.
            options with
            {
                LargestSide = width > 0 && height > 0 ? Math.Max(width, height) : 0,
            },
            width,
            height,
            quality is [{ } q] ? (int)Math.Clamp(q, 1, 100) : 90,
            media
        );
    }

    private static IEnumerable<double?> Numbers(HttpRequest request, string name) =>
        request.Query[name].Count == 0
            ? []
            : request
                .Query[name]
                .ToString()
                .Split(',')
                .Select(t =>
                    double.TryParse(t, NumberStyles.Float, CultureInfo.InvariantCulture, out double v)
                    && double.IsFinite(v)
                        ? v
                        : (double?)null
                );
}
