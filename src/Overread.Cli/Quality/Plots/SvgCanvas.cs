using System.Globalization;
using System.Security;
using System.Text;

namespace Overread.Cli.Quality.Plots;

/// <summary>Draws as SVG; text stays text, so that it can be searched and read aloud.</summary>
internal sealed class SvgCanvas : PlotCanvas
{
    private readonly StringBuilder _text = new();

    internal SvgCanvas(double width, double height)
    {
        _text.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:0.##}\" height=\"{height:0.##}\" viewBox=\"0 0 {width:0.##} {height:0.##}\" font-family=\"'DejaVu Sans',Verdana,sans-serif\">\n"
        );
        Rectangle(0, 0, width, height, "#ffffff");
    }

    internal override void Rectangle(double x, double y, double width, double height, string fill) =>
        _text.Append(
            CultureInfo.InvariantCulture,
            $"<rect x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{width:0.##}\" height=\"{height:0.##}\" fill=\"{fill}\"/>\n"
        );

    internal override void Line(double x0, double y0, double x1, double y1, string stroke, double width = 1) =>
        _text.Append(
            CultureInfo.InvariantCulture,
            $"<line x1=\"{x0:0.##}\" y1=\"{y0:0.##}\" x2=\"{x1:0.##}\" y2=\"{y1:0.##}\" stroke=\"{stroke}\" stroke-width=\"{width:0.##}\"/>\n"
        );

    internal override void Circle(double x, double y, double radius, string fill) =>
        _text.Append(
            CultureInfo.InvariantCulture,
            $"<circle cx=\"{x:0.##}\" cy=\"{y:0.##}\" r=\"{radius:0.##}\" fill=\"{fill}\"/>\n"
        );

    internal override void Text(
        double x,
        double y,
        string text,
        double size,
        double anchor = 0,
        string fill = "#222222"
    )
    {
        string side =
            anchor < 0.25 ? "start"
            : anchor > 0.75 ? "end"
            : "middle";
        _text.Append(
            CultureInfo.InvariantCulture,
            $"<text x=\"{x:0.##}\" y=\"{y + (0.36 * size):0.##}\" font-size=\"{size:0.##}\" text-anchor=\"{side}\" fill=\"{fill}\">{SecurityElement.Escape(Printable(text))}</text>\n"
        );
    }

    internal override void Save(Stream stream)
    {
        using StreamWriter writer = new(stream, new UTF8Encoding(false), leaveOpen: true);
        writer.Write(_text);
        writer.Write("</svg>\n");
    }

    /// <summary>XML has no place for most control characters, not even escaped.</summary>
    private static string Printable(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c));
}
