namespace Overread.Storage;

/// <summary>
/// The order in which projections take in an event: each after those whose tables it reads. Where nothing is said, they stay
/// in the order in which they were given.
/// </summary>
public static class ProjectionOrder
{
    /// <summary>The projections in that order.</summary>
    /// <exception cref="ArgumentException">
    /// Two own one table, one builds on a table that nobody owns, or they build on each other in a circle; the message names them.
    /// </exception>
    public static IReadOnlyList<IProjection> Of(IReadOnlyList<IProjection> projections)
    {
        Dictionary<string, IProjection> owners = new(StringComparer.Ordinal);
        foreach ((IProjection projection, string table) in projections.SelectMany(p => p.Tables.Select(t => (p, t))))
        {
            if (!owners.TryAdd(table, projection))
            {
                throw new ArgumentException(
                    $"The table {table} is owned by both {Name(owners[table])} and {Name(projection)}.",
                    nameof(projections)
                );
            }
        }

        List<IProjection> ordered = [];
        List<IProjection> path = [];
        foreach (IProjection projection in projections)
        {
            Visit(projection);
        }

        return ordered;

        void Visit(IProjection projection)
        {
            if (ordered.Contains(projection))
            {
                return;
            }

            int start = path.IndexOf(projection);
            if (start >= 0)
            {
                throw new ArgumentException(
                    $"Projections build on each other in a circle: {string.Join(" → ", path.Skip(start).Append(projection).Select(Name))}.",
                    nameof(projections)
                );
            }

            path.Add(projection);
            foreach (string table in projection.BuildsOn)
            {
                IProjection owner = owners.TryGetValue(table, out IProjection? found)
                    ? found
                    : throw new ArgumentException(
                        $"{Name(projection)} builds on the table {table}, which no projection owns.",
                        nameof(projections)
                    );
                if (owner != projection)
                {
                    Visit(owner);
                }
            }

            path.Remove(projection);
            ordered.Add(projection);
        }
    }

    private static string Name(IProjection projection) => projection.GetType().Name;
}
