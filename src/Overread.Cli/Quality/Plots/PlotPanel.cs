namespace Overread.Cli.Quality.Plots;

/// <summary>One part of a plot with a title; parts are laid out in rows of up to three.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Width">Its width without margins.</param>
/// <param name="Height">Its height without the title.</param>
/// <param name="Draw">Draws it; the numbers are its left and upper edge.</param>
internal sealed record PlotPanel(string Title, double Width, double Height, Action<PlotCanvas, double, double> Draw)
{
    private const double Margin = 16;
    private const double TitleHeight = 26;
    private const int Columns = 3;

    /// <summary>Writes panels to a .svg or .png file.</summary>
    internal static void Write(string path, IReadOnlyList<PlotPanel> panels)
    {
        if (panels.Count == 0)
        {
            throw new ArgumentException($"--plot {path}: there is nothing to draw.");
        }

        int columns = Math.Min(Columns, panels.Count);
        double column = panels.Max(panel => panel.Width) + (2 * Margin);
        double row = panels.Max(panel => panel.Height) + TitleHeight + (2 * Margin);
        int rows = (panels.Count + columns - 1) / columns;
        using PlotCanvas canvas = PlotCanvas.For(path, columns * column, rows * row);
        for (int i = 0; i < panels.Count; i++)
        {
            double x = (i % columns * column) + Margin;
            double y = (i / columns * row) + Margin;
            canvas.Text(x, y + (TitleHeight / 2), panels[i].Title, 13);
            panels[i].Draw(canvas, x, y + TitleHeight);
        }

        using FileStream stream = File.Create(path);
        canvas.Save(stream);
    }

    /// <summary>A name cut to what fits.</summary>
    internal static string Fit(string name, int most) => name.Length <= most ? name : name[..(most - 1)] + "…";
}
