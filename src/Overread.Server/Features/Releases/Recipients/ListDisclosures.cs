using Overread.Server.Access;
using Overread.Server.Composition;
using Overread.Server.Features.People.Contracts;
using Overread.Server.Features.Releases.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Releases.Recipients;

/// <summary>The accounting of disclosures (45 CFR 164.528): to whom what is held of a subject was given, when, and what for.</summary>
internal static class ListDisclosures
{
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
        return Disclosures.Of(read.Connection, project, subject, folder.Releases, accounts);
    }
}
