using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Intake.Claims;
using Overread.Domain.Record;
using Overread.Server.Modalities;
using Overread.Storage;

namespace Overread.Server.Features.Intake.Contracts;

/// <summary>The plans and the claim of one project, as they stand.</summary>
/// <param name="Current">The documents in force, by modality; a modality that keeps the plan it begins with is not among them.</param>
/// <param name="Documents">All documents that the project has chosen, by modality: what was de-identified before went by one of them.</param>
/// <param name="Claim">What the project claims.</param>
/// <param name="Revision">Counts the choices made.</param>
internal sealed record ChosenPlans(
    IReadOnlyDictionary<string, string> Current,
    ILookup<string, string> Documents,
    ProjectClaim Claim,
    int Revision
)
{
    /// <summary>Those of a project.</summary>
    public static ChosenPlans Of(DbConnection c, string project)
    {
        List<(string Modality, string? Document)> plans = c.All(
            "SELECT modality, document FROM plan_choice WHERE project = @0 ORDER BY seq",
            r => (r.GetString(0), r.Text(1)),
            project
        );
        List<string> claims = c.All(
            "SELECT claim FROM claim_choice WHERE project = @0 ORDER BY seq",
            r => r.GetString(0),
            project
        );
        return new(
            plans
                .GroupBy(p => p.Modality, StringComparer.Ordinal)
                .Select(g => (g.Key, g.Last().Document))
                .Where(p => p.Document is not null)
                .ToDictionary(p => p.Key, p => p.Document!),
            plans.Where(p => p.Document is not null).Distinct().ToLookup(p => p.Modality, p => p.Document!),
            claims.Count == 0
                ? ProjectClaim.None
                : JsonSerializer.Deserialize<ProjectClaim>(claims[^1], EventJson.Options)!,
            plans.Count + claims.Count
        );
    }

    /// <summary>All documents that a project has chosen, whichever modality they are for.</summary>
    public static IReadOnlyList<string> DocumentsOf(DbConnection c, string project) =>
        [.. Of(c, project).Documents.SelectMany(d => d)];

    /// <summary>The plan in force for a modality; null where it is none of this build.</summary>
    public AppliedPlan? PlanOf(IModality modality) => TryOf(modality, Current.GetValueOrDefault(modality.Name));

    /// <summary>The plan of a hash; null where it is none of this build, or of none that the project has chosen.</summary>
    public AppliedPlan? Find(IModality modality, string? hash) =>
        hash is null ? null : Of(modality).FirstOrDefault(p => p.Hash == hash);

    /// <summary>The plans by which a batch was de-identified; that of the first modality where none of them is known.</summary>
    /// <param name="modalities">All modalities.</param>
    /// <param name="hashes">Their hashes with '+' between them, or null.</param>
    public IReadOnlyList<AppliedPlan> Find(ModalityList modalities, string? hashes)
    {
        string[] wanted = (hashes ?? "").Split('+');
        AppliedPlan[] known = [.. modalities.All.SelectMany(Of).Where(p => wanted.Contains(p.Hash))];
        return known.Length > 0 ? known : [PlanOf(modalities.All[0]) ?? modalities.All[0].Gate.PlanOf(null)];
    }

    private IEnumerable<AppliedPlan> Of(IModality modality) =>
        Documents[modality.Name].Prepend(null).Select(d => TryOf(modality, d)).OfType<AppliedPlan>();

    // A choice of before may be refused by this build: then it is a plan that nobody knows here.
    private static AppliedPlan? TryOf(IModality modality, string? document)
    {
        try
        {
            return modality.Gate.PlanOf(document);
        }
        catch (RefusedException)
        {
            return null;
        }
    }
}
