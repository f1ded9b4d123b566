using System.Data.Common;
using Overread.Domain;
using Overread.Domain.Conversations;
using Overread.Domain.Guidelines;
using Overread.Domain.Protocols;
using Overread.Server.Access;
using Overread.Server.Features.Guidelines.Contracts;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Conversations;

/// <summary>
/// What a thread came to becomes a note of the guideline: a version of it, which every reader acknowledges before they go on.
/// </summary>
internal static class NoteThread
{
    /// <param name="Based">The version of the guideline that the note is added to; 0 where there is none.</param>
    /// <param name="Note">What it says now, in words for all readers.</param>
    /// <param name="Kind">What sort of change it is: by a definition or an example earlier reads may be wrong.</param>
    internal sealed record NoteForm(int Based, string Note, GuidelineChangeKind Kind = GuidelineChangeKind.Definition);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/projects/{project}/threads/{id}/note", Handle)
            .Needs(Action.EditProtocol)
            .Says(
                "note-thread",
                "Puts a note into the guideline that says what the thread came to, and settles the thread; readers acknowledge the new version before they go on."
            )
            .Problems(404, "thread.unknown")
            .Problems(409, "project.closed")
            .Problems(412, "guideline.stale")
            .Problems(422, "guideline.form", "thread.form");

    private static Task<ThreadView> Handle(
        string project,
        string id,
        NoteForm form,
        Caller caller,
        IDatabase database,
        Memberships memberships
    ) =>
        database.Write(
            caller.Actor,
            u =>
            {
                DbConnection c = u.Connection;
                ProjectTable.Open(c, project);
                ThreadDesk desk = new(c, memberships, project, caller);
                ThreadTable.Row row = desk.Find(id);
                if (FreeText.Reason(form.Note, "A note has words.", "thread.form", "note") is { } refusal)
                {
                    throw new RefusedException(refusal);
                }

                GuidelineTable.Row? held = GuidelineTable.Of(c, project).LastOrDefault();
                ProtocolBody? protocol = ProtocolStore.Current(c, project) is { } version
                    ? ProtocolStore.Row(c, project, version)!.Body
                    : null;
                // A field that the protocol in force has no more is no field to a guideline.
                Field? field = row.Field is null ? null : protocol?.Field(row.Field);
                u.Append(
                    new About(project, "guideline/" + project),
                    GuidelineRules.Publish(
                        held?.Version ?? 0,
                        held?.Body,
                        form.Based,
                        ConversationRules.Noted(held?.Body, form.Note, form.Kind, field?.Id, field?.Title),
                        protocol,
                        item => ItemTable.Find(c, project, item) is { State: not "withdrawn" }
                    )
                );
                u.Append(
                    new About(project, ThreadsProjection.Stream + id, row.Item),
                    new ThreadNoted((held?.Version ?? 0) + 1)
                );
                return desk.Show(u, id);
            }
        );
}
