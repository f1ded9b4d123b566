using SkiaSharp;

namespace Overread.Cli.Quality.Plots;

/// <summary>Draws pixels at twice the size, with the font that comes along: this build of Skia finds none by itself.</summary>
internal sealed class PngCanvas : PlotCanvas
{
    private const float Scale = 2;

    private static readonly Lazy<SKTypeface> s_typeface = new(() =>
    {
        using Stream font =
            typeof(PngCanvas).Assembly.GetManifestResourceStream("DejaVuSans.ttf")
            ?? throw new InvalidOperationException("The font is missing from this build.");
        return SKTypeface.FromStream(font);
    });

    private readonly SKBitmap _bitmap;
    private readonly SKCanvas _canvas;

    internal PngCanvas(double width, double height)
    {
        _bitmap = new SKBitmap((int)Math.Ceiling(width * Scale), (int)Math.Ceiling(height * Scale));
        _canvas = new SKCanvas(_bitmap);
        _canvas.Clear(SKColors.White);
        _canvas.Scale(Scale);
    }

    internal override void Rectangle(double x, double y, double width, double height, string fill)
    {
        using SKPaint paint = Paint(fill);
        _canvas.DrawRect((float)x, (float)y, (float)width, (float)height, paint);
    }

    internal override void Line(double x0, double y0, double x1, double y1, string stroke, double width = 1)
    {
        using SKPaint paint = Paint(stroke);
        paint.StrokeWidth = (float)width;
        _canvas.DrawLine((float)x0, (float)y0, (float)x1, (float)y1, paint);
    }

    internal override void Circle(double x, double y, double radius, string fill)
    {
        using SKPaint paint = Paint(fill);
        _canvas.DrawCircle((float)x, (float)y, (float)radius, paint);
    }

    internal override void Text(
        double x,
        double y,
        string text,
        double size,
        double anchor = 0,
        string fill = "#222222"
    )
    {
        using SKPaint paint = Paint(fill);
        using SKFont font = new(s_typeface.Value, (float)size);
        float width = font.MeasureText(text);
        _canvas.DrawText(
            text,
            (float)(x - (anchor * width)),
            (float)(y + (0.36 * size)),
            SKTextAlign.Left,
            font,
            paint
        );
    }

    internal override void Save(Stream stream)
    {
        _canvas.Flush();
        using SKData data = _bitmap.Encode(SKEncodedImageFormat.Png, 100);
        data.SaveTo(stream);
    }

    public override void Dispose()
    {
        _canvas.Dispose();
        _bitmap.Dispose();
        base.Dispose();
    }

    private static SKPaint Paint(string colour) => new() { Color = SKColor.Parse(colour), IsAntialias = true };
}
