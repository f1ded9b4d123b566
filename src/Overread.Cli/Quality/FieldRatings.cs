using Overread.Quality;

namespace Overread.Cli.Quality;

/// <summary>The ratings of one field with the names of their numbers.</summary>
internal sealed class FieldRatings(Ratings ratings, CategoryScale scale, IReadOnlyList<string> items)
{
    internal Ratings Ratings { get; } = ratings;

    internal CategoryScale Scale { get; } = scale;

    internal IReadOnlyList<string> Items { get; } = items;

    internal IReadOnlyList<string> Categories => Scale.Names;

    internal void Deconstruct(
        out Ratings ratings,
        out IReadOnlyList<string> categories,
        out IReadOnlyList<string> items
    ) => (ratings, categories, items) = (Ratings, Categories, Items);
}
