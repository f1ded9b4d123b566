using Microsoft.AspNetCore.Http.HttpResults;
using Overread.Domain.Record;
using Overread.Domain.Releases;
using Overread.Server.Access;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Releases;

/// <summary>A release that was published is recalled, with a reason.</summary>
internal static class RecallRelease
{
    internal sealed record RecallForm(string Reason);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/projects/{project}/releases/{release}/recall", Recall)
            .Needs(Action.Release)
            .Says("recall-release", "Recalls a release. It stays readable and says so.")
            .Problems(409, "release.unknown")
            .Problems(422, "reason.needed");

    private static async Task<NoContent> Recall(
        string project,
        string release,
        RecallForm form,
        Caller caller,
        IDatabase database
    )
    {
        await database.Write(
            caller.Actor,
            u =>
            {
                bool published =
                    u.Connection.Number(
                        "SELECT COUNT(*) FROM release WHERE id = @0 AND project = @1 AND state = 'published'",
                        release,
                        project
                    ) > 0;
                u.Append(new About(project, "release/" + release), ReleaseRules.Recall(published, form.Reason));
                return true;
            }
        );
        return TypedResults.NoContent();
    }
}
