namespace Overread.Text.Documents;

/// <summary>Spans that speak of the same thing.</summary>
/// <param name="Id">Unique among the chains of the document.</param>
/// <param name="Type">Such as Coreference, Equiv.</param>
/// <param name="Spans">Ids of spans, in order.</param>
public sealed record CoreferenceChain(string Id, string Type, IReadOnlyList<string> Spans);
