using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Record;
using Overread.Domain.Signing;
using Overread.Storage;

namespace Overread.Server.Features.Signing.Contracts;

/// <summary>What other rooms ask about signatures.</summary>
internal static class SigningTable
{
    private const string Columns = "id, act, subject, hash, meaning, person, name, components, at, seq";

    /// <summary>The policy as it stands.</summary>
    public static SigningPolicy Policy(DbConnection c, string project) =>
        c.One(
            "SELECT acts, two_people FROM signing_policy WHERE project = @0",
            r => new SigningPolicy(Acts(r.GetString(0)), r.GetInt32(1) == 1),
            project
        ) ?? SigningPolicy.None;

    /// <summary>The signatures of a project in order, or those about one subject.</summary>
    public static List<SignatureView> Of(DbConnection c, string project, string? subject = null) =>
        c.All(
            $"SELECT {Columns} FROM signature WHERE project = @0 AND (@1 = '' OR subject = @1) ORDER BY seq",
            Row,
            project,
            subject ?? ""
        );

    /// <summary>An act as JSON and the tables spell it.</summary>
    public static string Word(SignedAct act) => JsonSerializer.SerializeToElement(act, EventJson.Options).GetString()!;

    /// <summary>Acts as a table holds them.</summary>
    public static string Words(IEnumerable<SignedAct> acts) => string.Join(' ', acts.Select(Word));

    private static List<SignedAct> Acts(string words) =>
        [
            .. words
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(w => Enum.Parse<SignedAct>(w, ignoreCase: true)),
        ];

    private static SignatureView Row(DbDataReader r) =>
        new(
            r.GetString(0),
            r.GetString(1),
            r.GetString(2),
            r.GetString(3),
            r.GetString(4),
            r.GetString(5),
            r.GetString(6),
            r.GetString(7).Split(' '),
            r.GetString(8),
            r.GetInt64(9)
        );
}
