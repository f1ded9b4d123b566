using System.Globalization;
using Overread.Server.Features.Releases.Regulators;
using SkiaSharp;
using static Overread.Server.Features.Releases.Report.ReportStyle;

namespace Overread.Server.Features.Releases.Report;

/// <summary>Draws the flow of data as boxes from top to bottom: what came in on the left, which ways it went on the right.</summary>
internal static class FlowDiagram
{
    private const float BoxWidth = 190;
    private const float Between = 22;
    private const float LineHeight = 11.5f;

    public static void Draw(ReportPages pages, PopulationFlow flow)
    {
        List<PopulationFlow.Stage> stages = [.. flow.Stages.Where(s => s.IsOfItems && s.Of > 0)];
        float? arrow = null;
        foreach (PopulationFlow.Stage stage in stages)
        {
            List<string> ways = [.. stage.Parts.Where(p => p.Count > 0).Select(p => Text($"{p.Count}  {p.Name}"))];
            if (stage.Difference != 0)
            {
                ways.Add(Text($"{stage.Difference}  not accounted for"));
            }

            List<string> lines = [.. ways.SelectMany(w => Wrap(w, Small + 0.5f, Width - BoxWidth - 40))];
            float height = Math.Max(38, (lines.Count * LineHeight) + 12);
            if (pages.Y + height + Between > Bottom)
            {
                pages.NewPage();
                arrow = null;
            }

            if (arrow is { } from)
            {
                Arrow(pages.Canvas, Margin + (BoxWidth / 2), from, pages.Y);
            }

            Box(pages, stage.Name, Text($"{stage.Of} {stage.Unit}"), height);
            for (int i = 0; i < lines.Count; i++)
            {
                float y = pages.Y + ((height - (lines.Count * LineHeight)) / 2) + ((i + 0.75f) * LineHeight);
                pages.Draw(lines[i], Margin + BoxWidth + 34, y, Small + 0.5f, Ink);
            }

            using (SKPaint line = Fill(Line))
            {
                line.StrokeWidth = 0.8f;
                float middle = pages.Y + (height / 2);
                pages.Canvas.DrawLine(Margin + BoxWidth, middle, Margin + BoxWidth + 24, middle, line);
                pages.Canvas.DrawLine(
                    Margin + BoxWidth + 24,
                    pages.Y + 4,
                    Margin + BoxWidth + 24,
                    pages.Y + height - 4,
                    line
                );
            }

            arrow = pages.Y + height;
            pages.Y += height + Between;
        }

        pages.Need(46);
        if (arrow is { } last && last < pages.Y)
        {
            Arrow(pages.Canvas, Margin + (BoxWidth / 2), last, pages.Y);
        }

        Box(pages, "released", Text($"{flow.Released} items of {flow.Subjects} subjects"), 38);
        pages.Y += 50;
    }

    private static void Box(ReportPages pages, string name, string count, float height)
    {
        using SKPaint fill = Fill(Shade);
        using SKPaint edge = Fill(Line);
        edge.Style = SKPaintStyle.Stroke;
        edge.StrokeWidth = 0.8f;
        SKRect box = SKRect.Create(Margin, pages.Y, BoxWidth, height);
        pages.Canvas.DrawRect(box, fill);
        pages.Canvas.DrawRect(box, edge);
        float middle = pages.Y + (height / 2);
        pages.Draw(name, Margin + 10, middle - 4, Small, Quiet);
        pages.Draw(Wrap(count, Body, BoxWidth - 16)[0], Margin + 10, middle + 9, Body, Accent);
    }

    private static void Arrow(SKCanvas canvas, float x, float from, float to)
    {
        using SKPaint paint = Fill(Quiet);
        paint.StrokeWidth = 0.8f;
        canvas.DrawLine(x, from + 2, x, to - 3, paint);
        using SKPathBuilder head = new();
        head.MoveTo(x - 3, to - 7);
        head.LineTo(x + 3, to - 7);
        head.LineTo(x, to - 2);
        head.Close();
        using SKPath path = head.Detach();
        canvas.DrawPath(path, paint);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
