namespace Overread.Quality.Agreement;

/// <summary>Whether documents allow a coefficient for spans.</summary>
internal static class SpanStates
{
    internal static AgreementState Of(IReadOnlyList<SpanDocument> documents) =>
        documents.Count == 0 ? AgreementState.NoLabels
        : documents.All(document => document.Readers.Count < 2) ? AgreementState.SingleReader
        : documents.SelectMany(document => document.Readers).All(spans => spans.Count == 0) ? AgreementState.NoLabels
        : AgreementState.Computed;
}
