using System.Data.Common;
using System.Text.Json;
using Overread.Domain;
using Overread.Domain.Comparison;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Domain.Record;
using Overread.Server.Features.Comparison.Consensus;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Comparison.Contracts;

/// <summary>Computes consensus runs and finds those that were computed.</summary>
internal static class ConsensusRuns
{
    private const string Version = "3";

    /// <summary>Computes a run and returns its id.</summary>
    /// <param name="method">The method for every field whose scale it is for; null: as the last run over this protocol version, or the library's choice.</param>
    /// <param name="methods">Methods of single fields, by field.</param>
    /// <param name="only">Over these items alone, for a release that holds others back; null for all.</param>
    public static async Task<string> Compute(
        IDatabase database,
        ProtocolStore protocols,
        Actor actor,
        string project,
        string? method,
        IReadOnlyDictionary<string, string>? methods = null,
        IReadOnlySet<string>? only = null
    )
    {
        if (method is not null && !ConsensusCatalogue.All.Any(m => m.Name == method))
        {
            throw Unknown("method", ConsensusCatalogue.All);
        }

        RatingsTable table;
        long size;
        ConsensusRun? last;
        // The reads, the comparisons and the record's size belong together.
        using (ReadLease read = database.Snapshot())
        {
            ProjectTable.Open(read.Connection, project);
            int version =
                ProtocolStore.Current(read.Connection, project)
                ?? throw new RefusedException(
                    new("work.no-protocol", "The protocol is not published yet.", RefusalKind.Conflict)
                );
            size = read.Record.Size;
            table = RatingsTable.Load(
                read.Connection,
                project,
                version,
                protocols.Published(read.Connection, project, version),
                only
            );
            last =
                method is null && Find(read.Connection, project, null) is { } run && run.ProtocolVersion == version
                    ? run
                    : null;
        }

        Check(table.Protocol, methods);
        List<ConsensusChosen> chosen = [];
        List<ConsensusLabel> labels = [];
        foreach (Field field in table.Fields)
        {
            string asked =
                methods?.GetValueOrDefault(field.Id)
                ?? method
                ?? last?.Fields?.FirstOrDefault(c => c.Field == field.Id)?.Asked
                // Runs of before had one method for all.
                ?? (last is { Fields: null } ? last.Method : ConsensusCatalogue.Auto);
            (ConsensusChosen Chosen, IEnumerable<ConsensusLabel> Labels) inferred = ConsensusLabels.Of(
                table,
                field,
                asked
            );
            chosen.Add(inferred.Chosen);
            labels.AddRange(inferred.Labels);
        }

        return await database.Write(
            actor,
            u =>
            {
                string run = u.NewId();
                u.Append(
                    new About(project, "comparison/" + project),
                    new ConsensusComputed(
                        run,
                        chosen.Select(c => c.Asked).Distinct().ToList() is [var one] ? one : "by field",
                        Version,
                        table.Version,
                        size,
                        table.InputHash,
                        []
                    )
                    {
                        Fields = chosen,
                        Over = only?.Count,
                        Count = labels.Count,
                    }
                );
                foreach (ConsensusLabel[] some in labels.Chunk(ConsensusLabelled.Most))
                {
                    u.Append(new About(project, "comparison/" + project), new ConsensusLabelled(run, some));
                }

                return run;
            }
        );
    }

    // A method that is asked for a field by name has to be one for its scale; one that is asked for all passes over the others.
    private static void Check(ProtocolBody protocol, IReadOnlyDictionary<string, string>? methods)
    {
        foreach ((string id, string name) in methods ?? new Dictionary<string, string>())
        {
            if (protocol.Field(id) is not { } field || field.Kind.Scale == Scale.None)
            {
                throw new RefusedException(
                    new("consensus.field", "The protocol has no field of that name whose answers can be compared.")
                    {
                        Where = id,
                    }
                );
            }

            if (ConsensusCatalogue.Find(name, field.Kind.Scale) is null && name != ConsensusCatalogue.Auto)
            {
                throw Unknown("fields/" + id, ConsensusCatalogue.All.Where(e => e.Scales.Contains(field.Kind.Scale)));
            }
        }
    }

    private static RefusedException Unknown(string where, IEnumerable<ConsensusEntry> offered) =>
        new(
            new("consensus.method", $"The methods are: {string.Join(", ", offered.Select(m => m.Name))}.")
            {
                Where = where,
            }
        );

    /// <summary>The run of an id, or the latest over all items where none is named; null where there is none.</summary>
    public static ConsensusRun? Find(DbConnection c, string project, string? run) =>
        All(c, project, run, 1).FirstOrDefault();

    /// <summary>The runs of a project over all items, or the one of an id; the latest first.</summary>
    public static List<ConsensusRun> All(DbConnection c, string project, string? run, int most = 100) =>
        c.All(
            """
            SELECT r.id, r.method, r.version, r.protocol_version, r.input_hash, r.record_size, r.at,
                (SELECT COUNT(DISTINCT item) FROM consensus_label l WHERE l.run = r.id),
                (SELECT COUNT(*) FROM consensus_label l WHERE l.run = r.id AND l.status IN ('accepted', 'adjudicated')),
                (SELECT COUNT(*) FROM consensus_label l WHERE l.run = r.id AND l.status IN ('disputed', 'tie')),
                (SELECT COUNT(*) FROM consensus_label l WHERE l.run = r.id AND l.status = 'incomplete'),
                (SELECT COUNT(*) FROM consensus_label l WHERE l.run = r.id AND l.status = 'not-asked'), r.fields
            FROM consensus_run r WHERE r.project = @0 AND ((@1 = '' AND r.part = 0) OR r.id = @1) ORDER BY r.ordinal DESC LIMIT @2
            """,
            r => new ConsensusRun(
                r.GetString(0),
                r.GetString(1),
                r.GetString(2),
                r.GetInt32(3),
                r.GetString(4),
                r.GetInt64(5),
                r.GetString(6),
                r.GetInt64(7),
                r.GetInt64(8),
                r.GetInt64(9),
                r.GetInt64(10),
                r.GetInt64(11),
                r.Text(12) is { } fields
                    ? JsonSerializer.Deserialize<List<ConsensusChosen>>(fields, EventJson.Options)
                    : null
            ),
            project,
            run ?? "",
            most
        );
}
