using System.Globalization;
using SkiaSharp;
using static Overread.Server.Features.Releases.Report.ReportStyle;

namespace Overread.Server.Features.Releases.Report;

/// <summary>Sets text and tables one below the other, page after page, with a running head and the number of the page.</summary>
internal sealed class ReportPages : IDisposable
{
    private const float Leading = 1.38f;
    private readonly SKDocument _document;
    private readonly string _head;
    private readonly int _of;
    private SKCanvas? _canvas;

    /// <param name="to">Where the PDF goes.</param>
    /// <param name="metadata">Title and times; nothing of the machine.</param>
    /// <param name="head">Stands on top of every page but the first.</param>
    /// <param name="of">Pages in all; 0 while they are being counted.</param>
    public ReportPages(Stream to, SKDocumentPdfMetadata metadata, string head, int of)
    {
        _document =
            SKDocument.CreatePdf(to, metadata) ?? throw new InvalidOperationException("A PDF cannot be made here.");
        _head = head;
        _of = of;
    }

    public int Count { get; private set; }

    /// <summary>Where the next thing is set, from the top of the page.</summary>
    public float Y { get; set; }

    public SKCanvas Canvas => _canvas ?? throw new InvalidOperationException("There is no page yet.");

    public void NewPage()
    {
        EndPage();
        _canvas = _document.BeginPage(PageWidth, PageHeight);
        Count++;
        Y = Top;
        if (Count > 1)
        {
            Draw(_head, Margin, 44, Small, Quiet);
            Rule(52);
        }

        string number = string.Create(CultureInfo.InvariantCulture, $"{Count} of {_of}");
        Draw(number, PageWidth - Margin, PageHeight - 36, Small, Quiet, SKTextAlign.Right);
    }

    /// <summary>Goes to a new page where less than a height is left.</summary>
    public void Need(float height)
    {
        if (_canvas is null || Y + height > Bottom)
        {
            NewPage();
        }
    }

    public void Space(float height) => Y += height;

    public void Heading(string text, float size = 13, float keepWith = 60)
    {
        Need((size * 2) + keepWith);
        Y += Y > Top ? size * 1.1f : 0;
        foreach (string line in Wrap(text, size, Width))
        {
            Y += size;
            Draw(line, Margin, Y, size, Accent);
            Y += size * 0.35f;
        }

        Y += 3;
    }

    public void Paragraph(string text, float size = Body, float indent = 0, SKColor? colour = null, string mark = "")
    {
        bool first = true;
        foreach (string line in Wrap(text, size, Width - indent))
        {
            Need(size * Leading);
            Y += size;
            if (first && mark.Length > 0)
            {
                Draw(mark, Margin + indent - 10, Y, size, Quiet);
            }

            Draw(line, Margin + indent, Y, size, colour ?? Ink);
            Y += size * (Leading - 1);
            first = false;
        }
    }

    public void Bullet(string text)
    {
        Paragraph(text, indent: 12, mark: "•");
        Y += 2;
    }

    /// <summary>A label in a narrow column and its text beside it.</summary>
    public void Pair(string label, string text, float labelWidth = 118)
    {
        List<string> left = Wrap(label, Body, labelWidth - 8);
        List<string> right = Wrap(text, Body, Width - labelWidth);
        Need(Math.Min(left.Count, 2) * Body * Leading);
        for (int i = 0; i < Math.Max(left.Count, right.Count); i++)
        {
            Need(Body * Leading);
            Y += Body;
            Draw(i < left.Count ? left[i] : "", Margin, Y, Body, Quiet);
            Draw(i < right.Count ? right[i] : "", Margin + labelWidth, Y, Body, Ink);
            Y += Body * (Leading - 1);
        }

        Y += 3;
    }

    public void Draw(string text, float x, float y, float size, SKColor colour, SKTextAlign align = SKTextAlign.Left)
    {
        if (text.Length == 0)
        {
            return;
        }

        using SKFont font = Font(size);
        using SKPaint paint = Fill(colour);
        Canvas.DrawText(text, x, y, align, font, paint);
    }

    public void Rule(float y, float from = Margin, float to = PageWidth - Margin)
    {
        using SKPaint paint = Fill(Line);
        paint.StrokeWidth = 0.6f;
        Canvas.DrawLine(from, y, to, y, paint);
    }

    public void Dispose()
    {
        EndPage();
        _document.Close();
        _document.Dispose();
    }

    private void EndPage()
    {
        if (_canvas is not null)
        {
            _document.EndPage();
            _canvas = null;
        }
    }
}
