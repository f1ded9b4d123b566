namespace Overread.Text.Documents;

/// <summary>One end of a relation: a span or relation of the document, or a concept that is nowhere marked.</summary>
/// <param name="Role">Such as Arg1, Cause, Theme.</param>
/// <param name="Target">The id of the span or relation; null where <paramref name="Concept"/> is meant.</param>
/// <param name="Concept">The concept; null where <paramref name="Target"/> is meant.</param>
public sealed record RelationArgument(string Role, string? Target, Concept? Concept = null);
