using SkiaSharp;
using static Overread.Server.Features.Releases.Report.ReportStyle;

namespace Overread.Server.Features.Releases.Report;

/// <summary>A table that runs on over pages with its head repeated. Cells wrap; a line break in a cell starts a quieter line.</summary>
internal sealed class ReportTable
{
    /// <summary>One column.</summary>
    /// <param name="Share">Its part of the width; the parts add up to 1.</param>
    internal sealed record Column(string Title, float Share, bool Right = false);

    private const float Gap = 6;
    private const float LineHeight = Small * 1.32f;
    private readonly ReportPages _pages;
    private readonly Column[] _columns;

    public ReportTable(ReportPages pages, params Column[] columns)
    {
        _pages = pages;
        _columns = columns;
        pages.Need(5 * LineHeight);
        Head();
    }

    public void Row(params string[] cells)
    {
        List<string>[] lines = [.. cells.Select((c, i) => Wrap(c, Small, WidthOf(i)))];
        // What stands behind a line break explains what stands before it.
        int[] own = [.. cells.Select((c, i) => Wrap(c.Split('\n')[0], Small, WidthOf(i)).Count)];
        int count = lines.Max(l => l.Count);
        int from = 0;
        if (_pages.Y + HeightOf(count) > Bottom)
        {
            Turn();
        }

        // A row that is higher than a page goes on over the next ones.
        for (int fits = Fits(); from < count; from += fits, fits = Fits())
        {
            int first = from;
            for (int i = 0; i < cells.Length; i++)
            {
                int column = i;
                Lines([.. lines[i].Skip(from).Take(fits)], i, _pages.Y + 2, n => first + n < own[column] ? Ink : Quiet);
            }

            _pages.Y += HeightOf(Math.Min(fits, count - from));
            _pages.Rule(_pages.Y);
            if (from + fits < count)
            {
                Turn();
            }
        }
    }

    private static float HeightOf(int lines) => (lines * LineHeight) + 4;

    private int Fits() => Math.Max(1, (int)((Bottom - _pages.Y - 4) / LineHeight));

    private void Turn()
    {
        _pages.NewPage();
        Head();
    }

    private void Head()
    {
        List<string>[] lines = [.. _columns.Select((c, i) => Wrap(c.Title, Small, WidthOf(i)))];
        float height = (lines.Max(l => l.Count) * LineHeight) + 5;
        using (SKPaint shade = Fill(Shade))
        {
            _pages.Canvas.DrawRect(Margin, _pages.Y, Width, height, shade);
        }

        for (int i = 0; i < lines.Length; i++)
        {
            Lines(lines[i], i, _pages.Y + 2, _ => Quiet);
        }

        _pages.Y += height;
        _pages.Rule(_pages.Y);
    }

    private void Lines(List<string> lines, int column, float top, Func<int, SKColor> colourOf)
    {
        float left = Margin + (_columns.Take(column).Sum(c => c.Share) * Width);
        bool right = _columns[column].Right;
        float x = right ? left + (_columns[column].Share * Width) - (Gap / 2) : left + (Gap / 2);
        for (int n = 0; n < lines.Count; n++)
        {
            float y = top + (n * LineHeight) + Small;
            _pages.Draw(lines[n], x, y, Small, colourOf(n), right ? SKTextAlign.Right : SKTextAlign.Left);
        }
    }

    private float WidthOf(int column) => (_columns[column].Share * Width) - Gap;
}
