using Overread.Cli.Text;
using Overread.Learning.Features;
using Overread.Text;
using Overread.Text.Documents;
using Overread.Text.Formats;

namespace Overread.Cli.Learning.Sets;

/// <summary>
/// Annotated text in any format of <c>text convert</c>: each span is an item, its type the label, its document the group. Its
/// features are its words, and apart from them the words around it.
/// </summary>
internal static class SpanSet
{
    /// <summary>Code points before and behind a span that count as around it.</summary>
    private const int Around = 60;

    internal static LoadedSet Read(string path, SetChoices choices)
    {
        SetBuilder builder = new(path);
        Findings findings = new();
        foreach (AnnotatedDocument document in TextFiles.Read(path, "auto", findings, ReadingChoices.Default))
        {
            CodePoints text = document.Points;
            foreach (TextSpan span in document.Spans)
            {
                double[] row = new double[choices.Width];
                TextFeatures.Add(span.Surface(text), row);
                TextFeatures.Add(text.Slice(Math.Max(0, span.Start - Around), span.Start), row, part: 1);
                TextFeatures.Add(text.Slice(span.End, Math.Min(text.Length, span.End + Around)), row, part: 2);
                builder.Add($"{document.Id}#{span.Id}", document.Id, span.Type, row);
            }
        }

        foreach (Finding finding in findings.All)
        {
            choices.Reading.Note(finding.Path, finding.ToString());
        }

        return new LoadedSet("spans", "texts", builder.Build(FeatureScaling.InverseDocument));
    }
}
