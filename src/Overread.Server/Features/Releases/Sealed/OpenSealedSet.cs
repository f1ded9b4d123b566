using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Overread.Domain;
using Overread.Domain.Releases;
using Overread.Domain.Signing;
using Overread.Ledger.Bundles;
using Overread.Server.Access;
using Overread.Server.Composition;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Releases.Bundle;
using Overread.Server.Features.Releases.Recipients;
using Overread.Server.Features.Signing.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Releases.Sealed;

/// <summary>
/// The sealed test set of a release: who asks for it, who agrees with a signature, and who takes what was opened. Each of them
/// is an event, and all are shown together.
/// </summary>
internal static class OpenSealedSet
{
    internal sealed record OpeningForm(string Reason);

    internal sealed record OpeningSignForm(SignatureForm? Signature = null);

    /// <param name="By">The pseudonym of who asked.</param>
    /// <param name="DecidedBy">The pseudonym of who decided; null while nobody has.</param>
    /// <param name="Why">Why it was refused; null else.</param>
    /// <param name="Blocks">What stands against the caller's approving it; null where nothing does.</param>
    internal sealed record OpeningView(
        string Id,
        string By,
        string At,
        string Reason,
        [property: Words("asked", "approved", "refused")] string State,
        string? DecidedBy,
        string? Decided,
        string? Why,
        string? Blocks,
        IReadOnlyList<SignatureView> Signatures
    );

    internal sealed record SealedAccessView(
        string At,
        string By,
        string Purpose,
        int Items,
        string? Recipient,
        long Seq
    );

    /// <param name="Items">Items whose labels are held back.</param>
    internal sealed record SealedSetView(
        [property: Words("none", "sealed", "open")] string State,
        int Items,
        IReadOnlyList<OpeningView> Openings,
        IReadOnlyList<SealedAccessView> Accesses
    );

    public static void Map(IEndpointRouteBuilder api)
    {
        const string Root = "/projects/{project}/releases/{release}/sealed";
        api.MapGet(Root, Show)
            .Needs(Action.SeeReleases)
            .Says("show-sealed-set", "Shows the sealed set of a release: its state, requests and accesses.")
            .Problems(404, "release.unknown");
        api.MapPost(Root + "/openings", Ask)
            .Needs(Action.Release)
            .Says("ask-sealed-opening", "Asks that the sealed labels of a release be opened.")
            .Problems(404, "release.unknown", "sealed.none")
            .Problems(409, "sealed.asked", "sealed.open")
            .Problems(422, "reason.needed");
        api.MapPost(Root + "/openings/{opening}/approve", Approve)
            .Needs(Action.ApproveRelease)
            .Says("approve-sealed-opening", "Opens the sealed labels of a release, with a signature.")
            .Problems(403, SigningDesk.Forbidden)
            .Problems(404, "release.unknown", "sealed.unknown")
            .Problems(409, ["sealed.decided", "signature.same-person", .. SigningDesk.Conflicts])
            .Problems(422, "signature.meaning")
            .Problems(429, "session.too-many");
        api.MapPost(Root + "/openings/{opening}/refuse", Refuse)
            .Needs(Action.ApproveRelease)
            .Says("refuse-sealed-opening", "Refuses a request to open sealed labels.")
            .Problems(404, "release.unknown", "sealed.unknown")
            .Problems(409, "sealed.decided")
            .Problems(422, "reason.needed");
        api.MapGet(Root + "/labels", Take)
            .Needs(Action.SeeReleases)
            .Says("get-sealed-labels", "Takes the labels that were opened, for overread verify --opened.")
            .GivesBytes("application/jsonl")
            .Problems(404, "recipient.unknown", "release.unknown", "sealed.none")
            .Problems(
                409,
                "recipient.expired",
                "release.destination",
                "release.erased",
                "release.preparing",
                "release.recalled",
                "release.use",
                "release.withdrawn",
                "sealed.closed",
                "sealed.lost"
            )
            .Problems(422, "release.purpose", "release.recipient");
    }

    private static SealedSetView Show(
        string project,
        string release,
        Caller caller,
        IDatabase database,
        DataFolder folder
    )
    {
        using ReadLease read = database.Read();
        PublishRelease.Find(read, project, release);
        Dictionary<string, string> names = MemberTable.Pseudonyms(read.Connection, project);
        string Name(string person) => names.GetValueOrDefault(person, "a former member");
        Dictionary<string, RecipientFacts> recipients = RecipientTable.Of(read.Connection, project);
        List<SealedSetTable.Asked> openings = SealedSetTable.Openings(read.Connection, release);
        int items = Items(folder, release);
        return new(
            items == 0 ? "none"
                : openings.Exists(o => o.Opening.State == "approved") ? "open"
                : "sealed",
            items,
            [
                .. openings.Select(o => new OpeningView(
                    o.Opening.Id,
                    Name(o.Opening.Person),
                    o.At,
                    o.Opening.Reason,
                    o.Opening.State,
                    o.DecidedBy is { } by ? Name(by) : null,
                    o.Decided,
                    o.Why,
                    SealedSetRules.Decide(o.Opening, caller.Person, true).Refusal?.Title,
                    SigningTable.Of(read.Connection, project, Subject(release, o.Opening.Id))
                )),
            ],
            [
                .. SealedSetTable
                    .Accesses(read.Connection, release)
                    .Select(a => new SealedAccessView(
                        a.At,
                        Name(a.Person),
                        a.Purpose,
                        a.Items,
                        a.Recipient is { } to ? recipients.GetValueOrDefault(to)?.Name : null,
                        a.Seq
                    )),
            ]
        );
    }

    private static async Task<NoContent> Ask(
        string project,
        string release,
        OpeningForm form,
        Caller caller,
        IDatabase database,
        DataFolder folder
    )
    {
        await database.Write(
            caller.Actor,
            u =>
            {
                Published(u, project, release);
                u.Append(
                    About(project, release),
                    SealedSetRules.Ask(Items(folder, release), Openings(u, release), u.NewId(), form.Reason)
                );
                return true;
            }
        );
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> Approve(
        string project,
        string release,
        string opening,
        OpeningSignForm form,
        Caller caller,
        IDatabase database,
        SigningDesk desk,
        HttpContext http
    )
    {
        SigningDesk.Pen pen = await desk.Take(http, caller, form.Signature);
        await database.Write(
            caller.Actor,
            u =>
            {
                string content = Published(u, project, release);
                SealOpening? asked = Openings(u, release).Find(o => o.Id == opening);
                Decision decision = SealedSetRules.Decide(asked, caller.Person, true);
                if (decision.Refusal is { } refusal)
                {
                    throw new RefusedException(refusal);
                }

                desk.Sign(u, project, pen, SignedAct.SealOpening, Subject(release, opening), asked!.Text(content));
                u.Append(About(project, release), decision);
                return true;
            }
        );
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> Refuse(
        string project,
        string release,
        string opening,
        OpeningForm form,
        Caller caller,
        IDatabase database
    )
    {
        await database.Write(
            caller.Actor,
            u =>
            {
                Published(u, project, release);
                u.Append(
                    About(project, release),
                    SealedSetRules.Decide(
                        Openings(u, release).Find(o => o.Id == opening),
                        caller.Person,
                        false,
                        form.Reason
                    )
                );
                return true;
            }
        );
        return TypedResults.NoContent();
    }

    // What is given is held against the commitments first: a file that somebody changed opens nothing.
    private static async Task<IResult> Take(
        string project,
        string release,
        string? purpose,
        string? recipient,
        Caller caller,
        IDatabase database,
        DataFolder folder,
        TimeProvider time
    )
    {
        StringBuilder text = new();
        int given = 0;
        string named;
        List<SealOpening> openings;
        using (ReadLease read = database.Read())
        {
            PublishRelease.ReleaseRow row = PublishRelease.Standing(read, project, release);
            named = $"{row.Name}-{row.Version}-opened.jsonl";
            openings = [.. SealedSetTable.Openings(read.Connection, release).Select(o => o.Opening)];
            if (SealedSetRules.Takes(Items(folder, release), openings) is { } closed)
            {
                throw new RefusedException(closed);
            }

            FetchData.Check(read, project, row, purpose ?? "", recipient, time, folder);
            IReadOnlyDictionary<string, string> committed = SealedSet.Committed(PublishRelease.Bundle(folder, release));
            foreach (SealedRow held in Kept(folder, release))
            {
                if (committed.GetValueOrDefault(held.Item) != held.Commitment())
                {
                    throw Lost();
                }

                // Whose consent is gone is given to nobody, opened or not.
                if (ItemTable.Find(read.Connection, project, held.Item) is { State: not "withdrawn" })
                {
                    text.Append(held.ToLine());
                    given++;
                }
            }
        }

        await database.Write(
            caller.Actor,
            u =>
                u.Append(
                    About(project, release),
                    new SealedLabelsTaken(
                        openings.First(o => o.State == "approved").Id,
                        purpose!,
                        given,
                        string.IsNullOrWhiteSpace(recipient) ? null : recipient
                    )
                )
        );
        return Results.File(Encoding.UTF8.GetBytes(text.ToString()), "application/jsonl", named);
    }

    private static List<SealedRow> Kept(DataFolder folder, string release)
    {
        try
        {
            return [.. File.ReadLines(folder.SealedLabels(release)).Select(SealedRow.Parse)];
        }
        catch (Exception e) when (e is IOException or FormatException)
        {
            throw Lost();
        }
    }

    private static RefusedException Lost() =>
        new(
            new(
                "sealed.lost",
                "What opens the sealed labels is missing, or is not what the bundle commits to.",
                RefusalKind.Conflict
            )
            {
                Next = "Put the folder of releases back from a backup; the bundle itself is not touched.",
            }
        );

    private static List<SealOpening> Openings(IUnitOfWork u, string release) =>
        [.. SealedSetTable.Openings(u.Connection, release).Select(o => o.Opening)];

    private static int Items(DataFolder folder, string release) =>
        SealedSet.Committed(Path.Combine(folder.Releases, release)).Count;

    // The hash of its content.
    private static string Published(IUnitOfWork u, string project, string release) =>
        PublishRelease.Find(u.Connection, project, release).ManifestHash;

    private static string Subject(string release, string opening) => $"opening/{release}/{opening}";

    private static About About(string project, string release) => new(project, "release/" + release);
}
