using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Server.Access;
using Overread.Server.Features.Comparison.Consensus;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Comparison.Calibration;

/// <summary>What a consensus claims against what second looks found, field by field.</summary>
internal static class ShowCalibration
{
    private const double UsualTarget = 0.05;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/projects/{project}/consensus/calibration", Show)
            .Needs(Action.SeeComparison)
            .Says(
                "show-calibration",
                "Shows what the probabilities of the consensus claim against what second looks at labels drawn by chance found."
            )
            .Problems(404, "protocol.unknown")
            .Problems(422, "calibration.target");

    private static async Task<CalibrationView> Show(
        string project,
        double? target,
        Caller caller,
        IDatabase database,
        ProtocolStore protocols
    )
    {
        if (target is not (null or (> 0 and < 1)))
        {
            throw new RefusedException(
                new("calibration.target", "The share of wrong labels lies strictly between 0 and 1.")
                {
                    Where = "target",
                }
            );
        }

        RatingsTable table;
        ConsensusRun? run;
        List<ComparisonTable.DisputeRow> second;
        using (ReadLease read = database.Read())
        {
            int version = ProtocolStore.Current(read.Connection, project) ?? 0;
            table = RatingsTable.Load(
                read.Connection,
                project,
                version,
                protocols.Published(read.Connection, project, version)
            );
            run = ConsensusRuns.Find(read.Connection, project, null);
            second = [.. ComparisonTable.Disputes(read.Connection, project).Where(d => d.Kind == "recheck")];
        }

        await Looks.Record(database, caller, "agreement", project, [], project);
        Dictionary<string, string> asked = (run?.Fields ?? []).ToDictionary(f => f.Field, f => f.Asked);
        return new(
            table.Version,
            [
                .. table
                    .Fields.Where(f => f.Kind.Scale is Scale.Nominal or Scale.Ordinal)
                    .Select(f =>
                        FieldCalibration.Of(
                            table,
                            f,
                            asked.GetValueOrDefault(f.Id, ConsensusCatalogue.Auto),
                            SecondLooks(second, f),
                            target ?? UsualTarget
                        )
                    ),
            ]
        );
    }

    private static ILookup<string, LabelKey?> SecondLooks(List<ComparisonTable.DisputeRow> second, Field field) =>
        second
            .Where(d => d.Field == field.Id)
            .ToLookup(d => d.Item, d => d.Answer is { } answer ? field.KeyOf(answer) : null, StringComparer.Ordinal);
}
