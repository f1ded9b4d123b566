namespace Overread.Domain.Modalities.Text;

/// <summary>What a program took a place of a document for.</summary>
/// <param name="Type">A class of Safe Harbor as one word, such as name, date or medicalRecord.</param>
/// <param name="Rule">The rule by which it was found.</param>
/// <param name="Score">How sure the rule is, 0 to 1; no probability.</param>
public sealed record SpanFinding(string Type, string Rule, double Score);
