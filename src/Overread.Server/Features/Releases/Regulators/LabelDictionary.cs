using Overread.Domain.Protocols;
using Overread.Server.Features.Releases.Bundle;

namespace Overread.Server.Features.Releases.Regulators;

/// <summary>What each label of a release means and how bad a wrong one is, as the protocol says (AI Act 10(2)(a), (d); ISO 14971).</summary>
internal static class LabelDictionary
{
    public const string Name = "labels/dictionary.csv";

    /// <summary>What stands where the protocol says nothing.</summary>
    public const string Unsaid = "unknown, because the protocol does not say";

    public static string Csv(BundleContent content)
    {
        CsvText csv = new(
            "field",
            "answer",
            "title",
            "measures",
            "does_not_measure",
            "rationale",
            "severity",
            "said_of",
            "code_system",
            "code",
            "code_display",
            "code_edition"
        );
        foreach (LabelEntry entry in LabelMeanings.Of(content.Protocol))
        {
            csv.Row(
                entry.Field.Id,
                entry.Option?.Id,
                entry.Option?.Title ?? entry.Field.Title,
                entry.Meaning.Measures,
                entry.Meaning.DoesNotMeasure,
                entry.Meaning.Rationale,
                Word(entry.Meaning.Severity),
                entry.Meaning.Measures is null ? ""
                    : entry.Own && entry.Option is not null ? "answer"
                    : "field",
                entry.Code?.System,
                entry.Code?.Value,
                entry.Code?.Display,
                entry.Code?.Edition
            );
        }

        return csv.ToString();
    }

    /// <summary>A severity as files name it; null for none.</summary>
    public static string? Word(LabelSeverity? severity) => severity?.ToString().ToLowerInvariant();
}
