using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Models;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Models.Contracts;

/// <summary>What other rooms ask about models. Written by this feature's projection alone.</summary>
internal static class ModelTable
{
    /// <summary>The models of a project with what they are approved for, in order of registration.</summary>
    public static List<ModelStand> Of(DbConnection c, string project)
    {
        ILookup<string, int> approved = c.All(
                "SELECT model, version FROM model_approval WHERE project = @0 ORDER BY version",
                r => (Model: r.GetString(0), Version: r.GetInt32(1)),
                project
            )
            .ToLookup(r => r.Model, r => r.Version, StringComparer.Ordinal);
        return c.All(
            "SELECT body, retired FROM model WHERE project = @0 ORDER BY seq",
            r =>
            {
                RegisteredModel model = JsonSerializer.Deserialize<RegisteredModel>(r.GetString(0), EventJson.Options)!;
                return new ModelStand(model, [.. approved[model.Id]], r.Text(1) is not null);
            },
            project
        );
    }

    /// <summary>True where a model is approved for a protocol version: a reader's page asks for suggestions only then.</summary>
    public static bool Serves(DbConnection c, string project, int version) =>
        c.Number(
            """
            SELECT EXISTS (SELECT 1 FROM model_approval a JOIN model m ON m.id = a.model
                WHERE a.project = @0 AND a.version = @1 AND m.retired IS NULL)
            """,
            project,
            version
        ) > 0;
}
