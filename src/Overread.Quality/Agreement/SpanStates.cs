namespace Overread.Quality.Agreement;

/// <summary>Whether documents allow a coefficient for spans.</summary>
internal static class SpanStates
{
    internal static AgreementState Of(IReadOnlyList<SpanDocument> documents) =>
        documents.Count == 0 ? AgreementState.NoLabels
        : documents.All(document => document.Readers.Count < 2) ? AgreementState.SingleReader
        : documents.SelectMany(document => document.Readers).All(spans => spans.Count == 0) ? AgreementState.NoLabels
        : AgreementState.Computed;

    /// <summary>Readers of the document that has most; 0 without documents.</summary>
    internal static int MostReaders(IReadOnlyList<SpanDocument> documents)
    {
        int most = 0;
        foreach (SpanDocument document in documents)
        {
            most = Math.Max(most, document.Readers.Count);
        }

        return most;
    }
}
