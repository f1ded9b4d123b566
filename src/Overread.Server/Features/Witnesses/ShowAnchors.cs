using Overread.Domain;
using Overread.Ledger;
using Overread.Server.Access;
using Overread.Server.Features.Witnesses.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Witnesses;

/// <summary>What holds the record from outside: cosigned checkpoints, and proofs that it only grew.</summary>
internal static class ShowAnchors
{
    /// <summary>A proof that one state of the record continues another (RFC 6962 section 2.1.2).</summary>
    /// <param name="From">Events of the older state.</param>
    /// <param name="To">Events of the newer.</param>
    /// <param name="Hashes">The proof, base64.</param>
    /// <param name="Signed">True where the record holds a signed checkpoint over exactly the older state.</param>
    internal sealed record ConsistencyProof(long From, long To, IReadOnlyList<string> Hashes, bool Signed);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/record/checkpoint/cosigned", Cosigned)
            .Needs(Action.SeeRecord)
            .Says(
                "show-cosigned-checkpoint",
                "Shows the newest checkpoint that a witness has cosigned, with the cosignatures (c2sp.org/tlog-cosignature)."
            )
            .GivesText("text/plain")
            .Problems(404, "record.uncosigned");
        api.MapGet("/record/consistency/{from:long}/{to:long}", Prove)
            .Needs(Action.SeeRecord)
            .Says("prove-consistency", "Proves that the record of so many events continues an earlier state of it.")
            .Problems(404, "record.sizes");
    }

    private static IResult Cosigned(IDatabase database, WitnessDesk desk)
    {
        using ReadLease read = database.Snapshot();
        return desk.Newest(read) is { } note
            ? Results.Text(note.ToString(), "text/plain")
            : throw new RefusedException(
                new("record.uncosigned", "No witness has cosigned a checkpoint yet.", RefusalKind.NotFound)
                {
                    Next = "Start the server with --witness, or see on the operations page why none answers.",
                }
            );
    }

    private static ConsistencyProof Prove(long from, long to, IDatabase database)
    {
        using ReadLease read = database.Snapshot();
        if (from < 0 || from > to || to > read.Record.Size)
        {
            throw new RefusedException(
                new("record.sizes", "The record has no such states.", RefusalKind.NotFound)
                {
                    Next = "Ask for sizes from 0 to that of the last checkpoint, the smaller first.",
                }
            );
        }

        return new(
            from,
            to,
            [.. MerkleProof.Consistency(from, to, database.Nodes(read.Connection)).Select(Convert.ToBase64String)],
            from == 0 || database.CheckpointAt(read.Connection, from) is not null
        );
    }
}
