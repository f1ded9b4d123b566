using Overread.Domain.Protocols.Kinds;
using Overread.Quality;

namespace Overread.Server.Features.Comparison.Contracts.Agreement;

/// <summary>How far apart pairs of readers are on an ordered list.</summary>
internal static class OrdinalAgreement
{
    public static AgreementView.AdjacentTable Adjacent(FieldReads field)
    {
        (Ratings ratings, IReadOnlyList<LabelKey> keys) = field.OnScale();
        int n = keys.Count;
        long[][] counts = [.. Enumerable.Range(0, n).Select(_ => new long[n])];
        long[] steps = new long[n];
        for (int item = 0; item < ratings.ItemCount; item++)
        {
            ReadOnlySpan<int> given = ratings.CategoriesOf(item);
            for (int a = 0; a < given.Length; a++)
            {
                for (int b = a + 1; b < given.Length; b++)
                {
                    counts[Math.Min(given[a], given[b])][Math.Max(given[a], given[b])]++;
                    steps[Math.Abs(given[a] - given[b])]++;
                }
            }
        }

        return new(
            field.Field.Id,
            [.. keys.Select(k => k.Text(field.Field))],
            counts,
            steps,
            field.Categories().Ratings.Count - ratings.Count
        );
    }
}
