using System.Collections.Concurrent;
using System.Data.Common;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Reads.Contracts;

namespace Overread.Server.Features.Comparison.Contracts;

/// <summary>The agreement of a project's readers under its current protocol, computed anew only when reads or items have changed.</summary>
internal sealed class ReaderAgreements(ProtocolStore protocols)
{
    private readonly ConcurrentDictionary<
        string,
        (string State, IReadOnlyDictionary<string, ReaderAgreement> Found)
    > _known = [];

    /// <summary>By pseudonym.</summary>
    public IReadOnlyDictionary<string, ReaderAgreement> Of(DbConnection connection, string project)
    {
        if (ProtocolStore.Current(connection, project) is not { } version)
        {
            return new Dictionary<string, ReaderAgreement>();
        }

        string state =
            $"{version} {ReadTable.Version(connection, project)} {ComparisonTable.State(connection, project)} {ItemTable.Withdrawn(connection, project).Count} {ItemTable.Count(connection, project)}";
        if (_known.TryGetValue(project, out var known) && known.State == state)
        {
            return known.Found;
        }

        IReadOnlyDictionary<string, ReaderAgreement> found = ReaderAgreement.Of(
            RatingsTable.Load(connection, project, version, protocols.Published(connection, project, version))
        );
        _known[project] = (state, found);
        return found;
    }
}
