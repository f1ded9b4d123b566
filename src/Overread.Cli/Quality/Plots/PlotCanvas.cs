namespace Overread.Cli.Quality.Plots;

/// <summary>
/// What plots are drawn on: the same few strokes as SVG or as pixels. Lengths are in points, colours as #rrggbb. Nothing in
/// a file depends on the clock or the machine.
/// </summary>
internal abstract class PlotCanvas : IDisposable
{
    internal abstract void Rectangle(double x, double y, double width, double height, string fill);

    internal abstract void Line(double x0, double y0, double x1, double y1, string stroke, double width = 1);

    internal abstract void Circle(double x, double y, double radius, string fill);

    /// <summary>Text whose anchor (0 left, 0.5 middle, 1 right) and middle height stand at the point.</summary>
    internal abstract void Text(
        double x,
        double y,
        string text,
        double size,
        double anchor = 0,
        string fill = "#222222"
    );

    /// <summary>Writes the file.</summary>
    internal abstract void Save(Stream stream);

    public virtual void Dispose() => GC.SuppressFinalize(this);

    /// <summary>A canvas for a file name's extension.</summary>
    /// <exception cref="ArgumentException">It is neither .svg nor .png.</exception>
    internal static PlotCanvas For(string path, double width, double height) =>
        Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".svg" => new SvgCanvas(width, height),
            ".png" => new PngCanvas(width, height),
            _ => throw new ArgumentException($"--plot {path}: a name ending in .svg or .png is needed."),
        };
}
