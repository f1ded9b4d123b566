using System.Data.Common;
using System.Text.Json;
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
}
