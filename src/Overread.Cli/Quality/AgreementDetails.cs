using Overread.Quality;
using Overread.Quality.Agreement;

namespace Overread.Cli.Quality;

/// <summary>What else is asked of a field beside the coefficients of all: groups, pairs, leaving out, repeats.</summary>
internal sealed record AgreementDetails(Dictionary<string, string>? Groups, bool Pairs, bool LeaveOneOut, bool Intra)
{
    /// <summary>Whether the differences of the groups are asked for.</summary>
    internal bool Differ { get; init; }

    /// <summary>Every two groups, the later by name minus the earlier; their items are different ones.</summary>
    internal IEnumerable<DifferenceRow> Differences(
        Ratings ratings,
        IReadOnlyList<string> items,
        AgreementOptions options,
        Func<Ratings, AgreementOptions, Coefficient>[] measures
    )
    {
        if (Groups is null || !Differ)
        {
            yield break;
        }

        string[] names = [.. TextColumn.Sort(Groups.Values.Distinct())];
        Coefficient[][] found =
        [
            .. names.Select(name =>
            {
                bool[] keep = [.. items.Select(item => Groups.GetValueOrDefault(item) == name)];
                Ratings part = ratings.OfItems(keep);
                AgreementOptions inside = options with
                {
                    Clusters = options.Clusters is { } of ? [.. of.Where((_, item) => keep[item])] : null,
                };
                return measures.Select(measure => measure(part, inside)).ToArray();
            }),
        ];
        for (int i = 0; i < names.Length; i++)
        {
            for (int j = i + 1; j < names.Length; j++)
            {
                for (int m = 0; m < measures.Length; m++)
                {
                    yield return new DifferenceRow(
                        names[i],
                        names[j],
                        AgreementDifference.Unpaired(found[i][m], found[j][m]),
                        false
                    );
                }
            }
        }
    }

    internal IEnumerable<AgreementRow> Of(
        Ratings ratings,
        Ratings all,
        IReadOnlyList<string> items,
        IReadOnlyList<string> readers,
        AgreementOptions options
    )
    {
        List<AgreementRow> rows = [];
        if (Groups is not null)
        {
            string[] names = [.. TextColumn.Sort(Groups.Values.Distinct())];
            int[] groups =
            [
                .. items.Select(item => Groups.TryGetValue(item, out string? name) ? Array.IndexOf(names, name) : -1),
            ];
            AgreementOptions inside = options with { Clusters = null };
            foreach (
                Func<Ratings, Coefficient> coefficient in (Func<Ratings, Coefficient>[])
                    [r => PercentAgreement.Of(r, inside), r => FleissKappa.Of(r, inside), r => GwetAc1.Of(r, inside)]
            )
            {
                Coefficient[] byGroup = AgreementTables.ByGroup(ratings, groups, coefficient);
                rows.AddRange(byGroup.Select((found, group) => new AgreementRow(names[group], found)));
            }
        }

        int[] active = [.. Enumerable.Range(0, ratings.ReaderCount).Where(reader => ratings.Readers.Contains(reader))];
        if (Pairs)
        {
            for (int i = 0; i < active.Length; i++)
            {
                for (int j = i + 1; j < active.Length; j++)
                {
                    rows.Add(
                        new AgreementRow(
                            $"{readers[active[i]]} × {readers[active[j]]}",
                            CohenKappa.Of(ratings, active[i], active[j], options)
                        )
                    );
                }
            }
        }

        if (LeaveOneOut)
        {
            Coefficient[] without = AgreementTables.LeaveOneReaderOut(
                ratings.OfReaders(active),
                rest => FleissKappa.Of(rest, options)
            );
            rows.AddRange(without.Select((found, i) => new AgreementRow($"without {readers[active[i]]}", found)));
        }

        if (Intra)
        {
            Coefficient[] own = AgreementTables.Repeats(all);
            rows.AddRange(active.Select(reader => new AgreementRow(readers[reader], own[reader])));
        }

        return rows;
    }
}
