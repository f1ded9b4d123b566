using Overread.Quality.Geometry;

namespace Overread.Quality.Agreement;

/// <summary>A text or recording in which several readers marked spans.</summary>
/// <param name="Length">Its length in the unit of the spans, positive; spans lie between 0 and it.</param>
/// <param name="Readers">The spans of each reader who read it, also of those who marked nothing.</param>
public sealed record SpanDocument(double Length, IReadOnlyList<IReadOnlyList<MarkedSpan>> Readers)
{
    /// <summary>Throws when a span has no length, lies outside, or has no category.</summary>
    internal void Check()
    {
        foreach (MarkedSpan span in Readers.SelectMany(spans => spans))
        {
            if (!(span.Start >= 0 && span.End > span.Start && span.End <= Length) || span.Category < 0)
            {
                throw new ArgumentException(
                    $"The span {span.Start} to {span.End} of category {span.Category} does not fit a length of {Length}."
                );
            }
        }
    }
}
