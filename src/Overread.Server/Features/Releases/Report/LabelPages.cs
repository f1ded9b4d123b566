using Overread.Domain.Protocols;
using Overread.Server.Features.Releases.Bundle;
using Overread.Server.Features.Releases.Regulators;

namespace Overread.Server.Features.Releases.Report;

/// <summary>The label dictionary on paper: what each label measures and how bad a wrong one is.</summary>
internal static class LabelPages
{
    public static void Draw(ReportPages p, BundleContent content)
    {
        p.Heading("What each label means", 11);
        p.Paragraph(
            "As the protocol says; an answer without words of its own has those of its field. The same with codes in "
                + LabelDictionary.Name
                + "."
        );
        p.Space(8);
        ReportTable table = new(
            p,
            new("label", 0.2f),
            new("measures", 0.3f),
            new("does not measure", 0.2f),
            new("because", 0.17f),
            new("a wrong one", 0.13f)
        );
        foreach (LabelEntry entry in LabelMeanings.Of(content.Protocol))
        {
            table.Row(
                entry.Name,
                entry.Meaning.Measures ?? LabelDictionary.Unsaid,
                entry.Meaning.DoesNotMeasure ?? "not said",
                entry.Meaning.Rationale ?? "not said",
                LabelDictionary.Word(entry.Meaning.Severity) ?? "not said"
            );
        }
    }
}
