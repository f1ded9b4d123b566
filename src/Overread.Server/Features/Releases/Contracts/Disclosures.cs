using System.Data.Common;
using Overread.Domain.Releases;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.People.Contracts;
using Overread.Server.Features.Releases.Recipients;

namespace Overread.Server.Features.Releases.Contracts;

/// <summary>To whom releases were given.</summary>
internal static class Disclosures
{
    /// <summary>Those of releases that hold a subject, the first first; all of the project's without one.</summary>
    /// <param name="bundles">The folder that holds the bundles by release id.</param>
    public static List<DisclosureRow> Of(
        DbConnection c,
        string project,
        string? subject,
        string bundles,
        Accounts accounts
    )
    {
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
                    .Of(c, release.Id, bundles)
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

    /// <summary>The subjects of a release, as items name them.</summary>
    public static IReadOnlyList<string> SubjectsOf(DbConnection c, string release, string bundles) =>
        [.. ReleaseMembers.Of(c, release, bundles).Select(i => i.Subject).Distinct().Order(StringComparer.Ordinal)];
}
