using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Governance;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Releases.Charter;

/// <summary>Charters and decisions as the tables have them.</summary>
internal static class CharterTable
{
    /// <summary>A charter as it was laid down.</summary>
    /// <param name="Person">Who laid it down, by id.</param>
    internal sealed record Laid(ProjectCharter Charter, string Reason, string Person, string At);

    /// <summary>A decision as it was made.</summary>
    /// <param name="Person">Who made it, by id.</param>
    internal sealed record Made(FurtherUse Decided, string Person, string At);

    /// <summary>The charter that holds; null where none was laid down.</summary>
    public static Laid? Of(DbConnection c, string project) =>
        c.One(
            "SELECT body, reason, person, at FROM charter WHERE project = @0",
            r => new Laid(
                JsonSerializer.Deserialize<ProjectCharter>(r.GetString(0), EventJson.Options)!,
                r.GetString(1),
                r.GetString(2),
                r.GetString(3)
            ),
            project
        );

    /// <summary>What was decided of other uses, the earliest first.</summary>
    public static List<Made> Decided(DbConnection c, string project) =>
        c.All(
            "SELECT body, person, at FROM further_use WHERE project = @0 ORDER BY seq",
            r => new Made(
                JsonSerializer.Deserialize<FurtherUse>(r.GetString(0), EventJson.Options)!,
                r.GetString(1),
                r.GetString(2)
            ),
            project
        );

    /// <summary>Charter and decisions together.</summary>
    public static CharterTerms Terms(DbConnection c, string project) =>
        new(Of(c, project)?.Charter, [.. Decided(c, project).Select(d => d.Decided)]);
}
