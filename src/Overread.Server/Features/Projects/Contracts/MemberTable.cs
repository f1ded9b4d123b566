using System.Data.Common;
using Overread.Storage;

namespace Overread.Server.Features.Projects.Contracts;

/// <summary>What other rooms ask about the members of a project, those who left among them.</summary>
internal static class MemberTable
{
    /// <summary>A member.</summary>
    internal sealed record Row(string Person, string Pseudonym, string Roles, bool Removed);

    /// <summary>All that a project ever had, in order of their pseudonyms.</summary>
    public static List<Row> Of(DbConnection c, string project) =>
        c.All(
            "SELECT person, pseudonym, roles, removed IS NOT NULL FROM member WHERE project = @0 ORDER BY pseudonym",
            r => new Row(r.GetString(0), r.GetString(1), r.GetString(2), r.GetInt32(3) == 1),
            project
        );

    /// <summary>Pseudonyms by person.</summary>
    public static Dictionary<string, string> Pseudonyms(DbConnection c, string project) =>
        Of(c, project).ToDictionary(m => m.Person, m => m.Pseudonym, StringComparer.Ordinal);
}
