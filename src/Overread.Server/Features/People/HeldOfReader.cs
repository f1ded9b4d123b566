using System.Data.Common;
using Overread.Domain.Projects;
using Overread.Domain.Reads;
using Overread.Server.Access;
using Overread.Server.Composition;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.People.Contracts;
using Overread.Server.Features.People.Passkeys;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Server.Features.Releases.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.People;

/// <summary>
/// All that is held of whoever asks (GDPR 15, 20): their account, sessions and tokens, what projects say of them, their own reads, what the
/// record has of them, and the releases in which they stand by pseudonym. Of nobody else.
/// </summary>
internal static class HeldOfReader
{
    internal sealed record HeldAccount(
        string Id,
        string Name,
        string Email,
        bool Administrator,
        string Created,
        bool SecondFactor,
        int Passkeys
    );

    /// <param name="Register">What the register of the project says; absent where nothing.</param>
    internal sealed record HeldMembership(
        string Project,
        string Name,
        string Pseudonym,
        string Roles,
        bool Left,
        Qualifications? Register
    );

    internal sealed record HeldSession(string Begun, string Used, string Address, string Device);

    internal sealed record HeldRead(string Project, string Title, Read Read);

    /// <summary>An event that they caused or that is about their account.</summary>
    internal sealed record HeldEvent(long Seq, string At, string Type, string? Project, string? Item, bool Erased);

    /// <summary>A release that holds items which they read.</summary>
    internal sealed record HeldRelease(
        string Project,
        string Release,
        string Pseudonym,
        [property: Domain.Words("published", "recalled", "erased")] string State,
        int Items
    );

    internal sealed record ReaderHoldings(
        string At,
        HeldAccount Account,
        IReadOnlyList<HeldMembership> Memberships,
        IReadOnlyList<HeldSession> Sessions,
        IReadOnlyList<OwnAccount.TokenRow> Tokens,
        IReadOnlyList<HeldRead> Reads,
        IReadOnlyList<HeldRelease> Releases,
        IReadOnlyList<HeldEvent> Events
    );

    private static readonly string[] States = ["open", "submitted", "skipped", "expired", "released"];

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/session/held", Show)
            .Needs(Action.SignedIn)
            .Says(
                "show-held-of-me",
                "Gives all that is held of whoever asks: account, sessions, reads, events, releases."
            );

    private static ReaderHoldings Show(
        Caller caller,
        IDatabase database,
        DataFolder folder,
        Accounts accounts,
        Sessions sessions,
        PasskeyBook passkeys,
        TokenUses uses,
        TimeProvider time
    )
    {
        using ReadLease read = database.Snapshot();
        DbConnection c = read.Connection;
        Account account = accounts.Find(caller.Person)!;
        List<(string Project, MemberTable.Row Member)> memberships =
        [
            .. ProjectTable
                .All(c)
                .SelectMany(p => MemberTable.Of(c, p.Project).Select(m => (p.Project, Member: m)))
                .Where(m => m.Member.Person == account.Id),
        ];
        List<ReadRow> reads =
        [
            .. memberships.SelectMany(m => States.SelectMany(s => ReadRow.OfReader(c, m.Project, account.Id, s))),
        ];
        return new(
            Timestamps.Text(time.GetUtcNow()),
            new(
                account.Id,
                account.Name,
                account.Email ?? "",
                account.Administrator,
                account.Created,
                account.Totp,
                passkeys.Of(account.Id).Count
            ),
            [
                .. memberships.Select(m => new HeldMembership(
                    m.Project,
                    ProjectTable.Name(c, m.Project),
                    m.Member.Pseudonym,
                    m.Member.Roles,
                    m.Member.Removed,
                    RegisterTable.Of(c, m.Project).GetValueOrDefault(account.Id)
                )),
            ],
            [.. sessions.Of(account.Id).Select(s => new HeldSession(s.Begun, s.Used, s.Address, s.Device))],
            OwnAccount.TokensOf(database, uses, account.Id),
            [.. reads.Select(r => new HeldRead(r.Project, ItemTable.Title(c, r.Read.Item), r.Read))],
            [
                .. memberships.SelectMany(m =>
                    ReleasesHolding
                        .Of(
                            c,
                            m.Project,
                            [
                                .. reads
                                    .Where(r => r.Project == m.Project && r.Read.State == ReadState.Submitted)
                                    .Select(r => r.Read.Item)
                                    .Distinct(),
                            ],
                            folder.Releases
                        )
                        .Select(h => new HeldRelease(
                            m.Project,
                            $"{h.Name}:{h.Version}",
                            m.Member.Pseudonym,
                            h.State,
                            h.Items
                        ))
                ),
            ],
            Events(read, account.Id)
        );
    }

    private static List<HeldEvent> Events(ReadLease read, string person) =>
        [
            .. read
                .Record.Heads(new RecordQuery { Actor = person })
                .Concat(read.Record.Heads(new RecordQuery { Streams = ["person/" + person] }))
                .DistinctBy(h => h.Seq)
                .OrderBy(h => h.Seq)
                .Select(h => new HeldEvent(h.Seq, h.At, h.Type, h.Project, h.Item, h.Erased)),
        ];
}
