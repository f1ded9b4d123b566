namespace Overread.Quality.LabelErrors;

/// <summary>
/// Documents by their worst token: what <see cref="LabelIssues"/> finds of tokens, gathered (Wang and Mueller 2022, arXiv:2210.03920, where the
/// minimum ranked documents best).
/// </summary>
public static class DocumentQuality
{
    /// <summary>The lowest quality of any token of each document; 1 for a document without tokens.</summary>
    /// <param name="quality">Quality of each token, 0 to 1.</param>
    /// <param name="documents">The document of each token, from 0.</param>
    /// <param name="count">Number of documents.</param>
    /// <exception cref="ArgumentException">Lengths differ or a document is out of range.</exception>
    public static double[] OfTokens(IReadOnlyList<float> quality, ReadOnlySpan<int> documents, int count)
    {
        ArgumentNullException.ThrowIfNull(quality);
        if (quality.Count != documents.Length)
        {
            throw new ArgumentException($"{quality.Count} qualities for {documents.Length} tokens.");
        }

        double[] worst = new double[count];
        Array.Fill(worst, 1.0);
        for (int token = 0; token < documents.Length; token++)
        {
            if ((uint)documents[token] >= (uint)count)
            {
                throw new ArgumentException($"Token {token} is of document {documents[token]}; there are {count}.");
            }

            worst[documents[token]] = Math.Min(worst[documents[token]], quality[token]);
        }

        return worst;
    }
}
