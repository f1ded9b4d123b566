using Overread.Domain.Comparison;
using Overread.Server.Access;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Comparison;

/// <summary>Agreement per field as its scale allows, with intervals, prevalence and figures per pair of readers.</summary>
internal static class ComputeAgreement
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/projects/{project}/agreement", Show)
            .Needs(Action.SeeComparison)
            .Says("show-agreement", "Shows how far the readers agree, field by field, with intervals.")
            .Problems(404, "protocol.unknown");

    private static async Task<AgreementView> Show(
        string project,
        int? version,
        Caller caller,
        IDatabase database,
        ProtocolStore protocols
    )
    {
        RatingsTable table;
        using (ReadLease read = database.Read())
        {
            int wanted = version ?? ProtocolStore.Current(read.Connection, project) ?? 0;
            table = RatingsTable.Load(
                read.Connection,
                project,
                wanted,
                protocols.Published(read.Connection, project, wanted)
            );
        }

        AgreementView view = AgreementReport.Of(table);
        await Looks.Record(database, caller, "agreement", project, [], project);
        if (caller.May(Action.Compute))
        {
            await database.Write(
                caller.Actor,
                u =>
                    u.Append(
                        new About(project, "comparison/" + project),
                        new AgreementComputed(table.Version, table.InputHash, view.Coefficients.Count)
                    )
            );
        }

        return view;
    }
}
