using System.Data.Common;
using System.Text.Json;
using Overread.Domain;
using Overread.Domain.Projects;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Projects.Contracts;

/// <summary>What other rooms ask about the register of people.</summary>
internal static class RegisterTable
{
    /// <summary>What the register says, by person.</summary>
    public static Dictionary<string, Qualifications> Of(DbConnection c, string project) =>
        c.All(
                "SELECT person, stated FROM register WHERE project = @0",
                r => (r.GetString(0), JsonSerializer.Deserialize<Qualifications>(r.GetString(1), EventJson.Options)!),
                project
            )
            .ToDictionary(r => r.Item1, r => r.Item2, StringComparer.Ordinal);

    /// <summary>Refuses who reads with a licence that has ended; who states none is not held up.</summary>
    public static void MayRead(DbConnection c, string project, string person, DateTimeOffset now)
    {
        string? stated = c.One(
            "SELECT stated FROM register WHERE project = @0 AND person = @1",
            r => r.GetString(0),
            project,
            person
        );
        if (
            stated is not null
            && JsonSerializer.Deserialize<Qualifications>(stated, EventJson.Options)!.Licence is { } licence
            && !licence.HoldsOn(Timestamps.Day(now))
        )
        {
            throw new RefusedException(
                new(
                    "work.licence-expired",
                    $"Your licence ended on {licence.Expires:yyyy-MM-dd}, as the register of this project has it.",
                    RefusalKind.Conflict
                )
                {
                    Next = "Tell the lead when it holds again; what you have begun can be submitted.",
                }
            );
        }
    }
}
