using System.Data.Common;
using Overread.Domain.Protocols;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Items.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Comparison.ReaderStudies;

/// <summary>Which items of a project are diseased, by their ids.</summary>
internal static class StudyTruth
{
    private const int MostRows = 500_000;

    /// <summary>As somebody states it, by ids or titles.</summary>
    /// <exception cref="RefusedException">An item is unknown, meant twice with two truths, or several bear the title.</exception>
    public static IReadOnlyDictionary<string, bool> Given(
        DbConnection connection,
        string project,
        IReadOnlyList<TruthRow> rows
    )
    {
        if (rows.Count is 0 or > MostRows)
        {
            throw Refused($"A truth has 1 to {MostRows} rows.");
        }

        ILookup<string, string> called = ItemTable
            .Subjects(connection, project)
            .SelectMany(i => new[] { (Name: i.Item, i.Item), (Name: i.Title, i.Item) }.Distinct())
            .ToLookup(p => p.Name, p => p.Item, StringComparer.Ordinal);
        Dictionary<string, bool> truth = new(StringComparer.Ordinal);
        for (int row = 0; row < rows.Count; row++)
        {
            string[] items = [.. called[rows[row].Item].Distinct()];
            if (items.Length != 1)
            {
                throw Refused(
                    items.Length == 0
                        ? $"Row {row + 1}: no item of this project is called {rows[row].Item}."
                        : $"Row {row + 1}: {items.Length} items are called {rows[row].Item}; name them by their ids."
                );
            }

            if (!truth.TryAdd(items[0], rows[row].Diseased) && truth[items[0]] != rows[row].Diseased)
            {
                throw Refused($"Row {row + 1}: {rows[row].Item} is said to be diseased and not to be.");
            }
        }

        return truth;
    }

    /// <summary>As adjudicators decided a field.</summary>
    /// <exception cref="RefusedException">Nothing was decided, or nothing says which numbers mean diseased.</exception>
    public static IReadOnlyDictionary<string, bool> Decided(
        DbConnection connection,
        string project,
        Field field,
        RatingOrder order,
        IReadOnlyList<string>? diseased
    )
    {
        Dictionary<string, bool> truth = new(StringComparer.Ordinal);
        foreach (ComparisonTable.DisputeRow row in ComparisonTable.Disputes(connection, project))
        {
            if (
                row.Field == field.Id
                && row.Answer is { } answer
                && order.IsDiseased(field.KeyOf(answer), diseased) is { } ill
            )
            {
                truth[row.Item] = ill;
            }
        }

        return truth.Count > 0
            ? truth
            : throw Refused(
                $"Nothing is decided about {field.Title} that says which items are diseased: give the truth as rows of item and diseased."
            );
    }

    private static RefusedException Refused(string title) => ShowReaderStudy.Refused("study.truth", title, "truth");
}
