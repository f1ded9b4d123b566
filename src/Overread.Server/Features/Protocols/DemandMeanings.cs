using Overread.Domain;
using Overread.Domain.Protocols;
using Overread.Domain.Record;
using Overread.Server.Access;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Protocols;

/// <summary>A project demands that every label says what it measures and how bad a wrong one is; and what is wanting.</summary>
internal static class DemandMeanings
{
    internal sealed record MeaningDemandForm(bool Demanded, string? Reason = null);

    /// <param name="Demanded">Protocols and releases without are refused.</param>
    /// <param name="ProtocolVersion">The version in force; null where none is published.</param>
    /// <param name="Lacking">What labels of that version do not say, a sentence each.</param>
    internal sealed record MeaningDemandView(bool Demanded, int? ProtocolVersion, IReadOnlyList<ProtocolFault> Lacking);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{project}/label-meanings", Show)
            .Needs(Action.SeeProtocol)
            .Says(
                "show-label-meanings",
                "Says whether the project demands a meaning and severity of every label, and which labels lack them."
            );
        api.MapPut("/projects/{project}/label-meanings", Lay)
            .Needs(Action.EditProtocol)
            .Says("demand-label-meanings", "Demands a meaning and severity of every label, or demands it no longer.")
            .Problems(409, "project.closed")
            .Problems(422, "reason.needed");
    }

    private static MeaningDemandView Show(string project, IDatabase database, ProtocolStore protocols)
    {
        using ReadLease read = database.Read();
        int? version = ProtocolStore.Current(read.Connection, project);
        return new(
            MeaningDemand.Of(read.Record, project).Demanded,
            version,
            version is { } v ? LabelMeanings.Lacking(protocols.Published(read.Connection, project, v)) : []
        );
    }

    private static async Task<MeaningDemandView> Lay(
        string project,
        MeaningDemandForm form,
        Caller caller,
        IDatabase database,
        ProtocolStore protocols
    )
    {
        await database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                bool before = MeaningDemand.Of(u.Record, project).Demanded;
                Refusal? fault =
                    before && !form.Demanded
                        ? FreeText.Reason(form.Reason, "To demand less than before needs a reason.")
                        : FreeText.TooLong(form.Reason);
                if (fault is not null)
                {
                    throw new RefusedException(fault);
                }

                if (before != form.Demanded)
                {
                    u.Append(
                        new About(project, MeaningDemand.Stream(project)),
                        new LabelMeaningsDemanded(form.Demanded, form.Reason?.Trim() ?? "")
                    );
                }

                return before;
            }
        );
        return Show(project, database, protocols);
    }
}
