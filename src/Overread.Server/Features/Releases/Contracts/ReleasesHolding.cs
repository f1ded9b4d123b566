using System.Data.Common;

namespace Overread.Server.Features.Releases.Contracts;

/// <summary>A release that holds items somebody asks about.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="State">published, recalled or erased.</param>
/// <param name="Items">How many of them it holds.</param>
internal sealed record ReleasesHolding(string Id, string Name, string Version, string State, int Items)
{
    /// <summary>The releases of a project that hold any of these items, the earliest first.</summary>
    /// <param name="c">The connection.</param>
    /// <param name="project">The project.</param>
    /// <param name="items">The items.</param>
    /// <param name="bundles">The folder that holds the bundles by release id.</param>
    public static List<ReleasesHolding> Of(
        DbConnection c,
        string project,
        IReadOnlyList<string> items,
        string bundles
    ) =>
        [
            .. ReleaseMembers
                .Holding(c, project, items.ToHashSet(StringComparer.Ordinal), bundles)
                .Select(h => new ReleasesHolding(
                    h.Release.Id,
                    h.Release.Name,
                    h.Release.Version,
                    h.Release.State,
                    h.Items.Count
                )),
        ];
}
