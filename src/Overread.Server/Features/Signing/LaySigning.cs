using Overread.Domain.Signing;
using Overread.Ledger;
using Overread.Server.Access;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Signing.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Signing;

/// <summary>Which acts of a project are signed; and the signatures, each with its proof.</summary>
internal static class LaySigning
{
    internal sealed record SigningPolicyForm(IReadOnlyList<SignedAct> Acts, bool TwoPeople, string? Reason = null);

    /// <param name="Meanings">What a signature means, by act: the words that are confirmed.</param>
    internal sealed record SigningPolicyView(
        IReadOnlyList<SignedAct> Acts,
        bool TwoPeople,
        IReadOnlyDictionary<string, string> Meanings
    );

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{project}/signing", Show)
            .Needs(Action.SeeSignatures)
            .Says("show-signing", "Says which acts of the project are signed.");
        api.MapPut("/projects/{project}/signing", Lay)
            .Needs(Action.SetSigning)
            .ByPersonAlone()
            .Says("set-signing", "Lays down which acts of the project are signed; less than before needs a reason.")
            .Problems(403, "access.person")
            .Problems(409, "project.closed")
            .Problems(422, "reason.needed", "signing.two-people");
        api.MapGet("/projects/{project}/signatures", List)
            .Needs(Action.SeeSignatures)
            .Says("list-signatures", "Lists the signatures of the project, or those about one subject.");
        api.MapGet("/projects/{project}/signatures/{signature}/proof", Proof)
            .Needs(Action.SeeSignatures)
            .Says("signature-proof", "Takes the log proof of a signature (C2SP tlog-proof).")
            .GivesBytes("text/plain")
            .Problems(404, "signature.unknown")
            .Problems(409, "signature.unsealed");
    }

    private static SigningPolicyView Show(string project, IDatabase database)
    {
        using ReadLease read = database.Read();
        return View(SigningTable.Policy(read.Connection, project));
    }

    private static SigningPolicyView View(SigningPolicy policy) =>
        new(
            policy.Acts,
            policy.TwoPeople,
            SigningPolicy.Full.Acts.ToDictionary(SigningTable.Word, SigningRules.Meaning)
        );

    private static Task<SigningPolicyView> Lay(
        string project,
        SigningPolicyForm form,
        Caller caller,
        IDatabase database
    ) =>
        database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                u.Append(
                    new About(project, "signing/" + project),
                    SigningRules.Lay(
                        SigningTable.Policy(u.Connection, project),
                        new(form.Acts, form.TwoPeople),
                        form.Reason
                    )
                );
                return View(SigningTable.Policy(u.Connection, project));
            }
        );

    private static List<SignatureView> List(string project, string? subject, IDatabase database)
    {
        using ReadLease read = database.Read();
        return SigningTable.Of(read.Connection, project, subject);
    }

    private static IResult Proof(string project, string signature, IDatabase database)
    {
        using ReadLease read = database.Read();
        long? seq = SigningTable.Of(read.Connection, project).FirstOrDefault(s => s.Id == signature)?.Seq;
        if (seq is null)
        {
            throw new RefusedException(
                new("signature.unknown", "There is no such signature.", Domain.RefusalKind.NotFound)
            );
        }

        SignedNote? note = database.LastCheckpoint(read.Connection);
        if (note is null || Checkpoint.Parse(note.Text) is var head && head.Size <= seq)
        {
            throw new RefusedException(
                new(
                    "signature.unsealed",
                    "The record was not signed since this signature was given.",
                    Domain.RefusalKind.Conflict
                )
                {
                    Next = "Ask again in a minute.",
                }
            );
        }

        LogProof proof = new(
            seq.Value,
            MerkleProof.Inclusion(seq.Value, Checkpoint.Parse(note.Text).Size, database.Nodes(read.Connection)),
            note
        );
        return Results.Text(proof.ToString(), "text/plain");
    }
}
