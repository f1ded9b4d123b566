using System.Data.Common;
using Overread.Domain.Releases;
using Overread.Server.Access;
using Overread.Server.Composition;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.People.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Releases.Recipients;

/// <summary>The accounting of disclosures (45 CFR 164.528): to whom what is held of a subject was given, when, and what for.</summary>
internal static class ListDisclosures
{
    /// <param name="At">When, UTC.</param>
    /// <param name="Recipient">To whom; the colleague who took it where nobody was named.</param>
    /// <param name="Address">Where they are reached; empty where nobody was named.</param>
    /// <param name="Agreement">Under which agreement; empty where nobody was named.</param>
    /// <param name="What">A short description of what was given.</param>
    /// <param name="Items">The subject's items that it held.</param>
    /// <param name="Despite">What stood against it and was accepted; null where nothing did.</param>
    internal sealed record DisclosureRow(
        string At,
        string Recipient,
        string Address,
        string Agreement,
        string Release,
        string What,
        IReadOnlyList<string> Items,
        string Purpose,
        string? Despite,
        long Seq
    );

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/projects/{project}/disclosures", List)
            .Needs(Action.SeeReleases)
            .Says(
                "list-disclosures",
                "Lists to whom releases were given that hold a subject; all of the project's without one."
            );

    private static List<DisclosureRow> List(
        string project,
        string? subject,
        IDatabase database,
        DataFolder folder,
        Accounts accounts
    )
    {
        using ReadLease read = database.Read();
        DbConnection c = read.Connection;
        HashSet<string>? items = string.IsNullOrWhiteSpace(subject)
            ? null
            : [.. ItemTable.OfSubject(c, project, subject)];
        Dictionary<string, RecipientFacts> recipients = RecipientTable.Of(c, project);
        Dictionary<string, (string Title, List<string> Items)> releases = [];
        foreach (ReleaseMembers.Known release in ReleaseMembers.All(c, project))
        {
            List<string> held =
            [
                .. ReleaseMembers
                    .Of(c, release.Id, folder.Releases)
                    .Select(i => i.Item)
                    .Where(i => items?.Contains(i) != false),
            ];
            if (held.Count > 0)
            {
                releases[release.Id] = ($"{release.Name}:{release.Version}", held);
            }
        }

        return
        [
            .. RecipientTable
                .Disclosures(c, project)
                .Where(d => releases.ContainsKey(d.Release))
                .Select(d =>
                {
                    RecipientFacts? to = d.Recipient is { } id ? recipients.GetValueOrDefault(id) : null;
                    (string title, List<string> held) = releases[d.Release];
                    return new DisclosureRow(
                        d.At,
                        to?.Name
                            ?? $"{accounts.Find(d.Person)?.Name ?? "a former colleague"}, who took it for nobody named",
                        to?.Address ?? "",
                        to?.Agreement ?? "",
                        d.Release,
                        $"{title}: {(d.Access is null ? "de-identified data and labels" : "the de-identified files")} of {held.Count} {(held.Count == 1 ? "item" : "items")}",
                        items is null ? [] : held,
                        d.Purpose,
                        d.Despite,
                        d.Seq
                    );
                }),
        ];
    }
}
