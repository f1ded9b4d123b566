namespace Overread.Text.Documents;

/// <summary>What is said of a span, a relation or a document beside its type.</summary>
/// <param name="Name">Such as Negation.</param>
/// <param name="Value">Such as past; <c>true</c> where the attribute only is there.</param>
public sealed record NamedValue(string Name, string Value);
