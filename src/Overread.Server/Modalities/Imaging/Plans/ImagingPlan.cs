using System.Collections.Concurrent;
using System.Text.Json;
using Overread.Dicom.Deidentify.Plans;
using Overread.Domain.Intake.Claims;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Modalities.Imaging.Plans;

/// <summary>How a project's images are de-identified: the plan for their headers, and what may be claimed of the result.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Applied">The same for the gate.</param>
internal sealed record ImagingPlan(DeidentificationPlan Plan, AppliedPlan Applied)
{
    // What this gate does to every entry, whatever the plan: each image is searched for text, each head's face is decided
    // about. An entry of which that is not true has it among what is undone.
    private const DeidentificationOptions AtGate =
        DeidentificationOptions.CleanPixelData | DeidentificationOptions.CleanRecognizableVisualFeatures;

    private const int MostKnown = 256;

    private static readonly ConcurrentDictionary<string, ImagingPlan> Known = new();

    /// <summary>The one that the platform begins with.</summary>
    public static ImagingPlan Default { get; } = Of(DeidentificationPlan.Gate);

    /// <summary>The plan of a document; the one that the platform begins with where there is none.</summary>
    /// <exception cref="RefusedException">The document says something that no plan can do.</exception>
    public static ImagingPlan Of(string? document)
    {
        if (document is null)
        {
            return Default;
        }

        if (Known.TryGetValue(document, out ImagingPlan? known))
        {
            return known;
        }

        try
        {
            ImagingPlan plan = Of(
                (JsonSerializer.Deserialize<PlanDocument>(document, EventJson.Options) ?? new PlanDocument()).ToPlan()
            );
            // A project chooses a handful of plans; trying others in a form must not fill the memory.
            if (Known.Count >= MostKnown)
            {
                Known.Clear();
            }

            Known.TryAdd(document, plan);
            return plan;
        }
        catch (Exception fault) when (fault is InvalidDataException or JsonException)
        {
            throw new RefusedException(
                new("plan.document", $"No plan can do that: {fault.Message.TrimEnd('.')}.") { Where = "document" }
            );
        }
    }

    /// <summary>The plan of a hash among the one to begin with and those of documents; null where it is none of them in this build.</summary>
    public static ImagingPlan? Find(string hash, IEnumerable<string> documents) =>
        documents.Select(TryOf).Prepend(Default).FirstOrDefault(p => p?.Plan.Hash == hash);

    // A document of before may say what this build refuses: then it is no plan of this build.
    private static ImagingPlan? TryOf(string document)
    {
        try
        {
            return Of(document);
        }
        catch (RefusedException)
        {
            return null;
        }
    }

    private static ImagingPlan Of(DeidentificationPlan plan) =>
        new(
            plan,
            new(
                plan.Hash,
                $"{plan.Profile}, PS3.15 {DeidentificationPlan.Edition}",
                string.Join(", ", plan.Claims.Where(c => c.Possible).Select(c => c.Claim.ToString())),
                string.Join("; ", plan.Claims.Where(c => c.Possible).Select(c => SentenceOf(c.Claim)))
            )
            {
                Stands =
                [
                    .. plan.ClaimsWith(AtGate)
                        .Select(c => new ClaimStand(WordOf(c.Claim), c.Possible, c.Obstacles, c.Conditions)),
                ],
            }
        );

    private static string SentenceOf(PrivacyClaim claim) =>
        claim switch
        {
            PrivacyClaim.SafeHarbor => "HIPAA safe harbor",
            PrivacyClaim.LimitedDataSet => "HIPAA limited data set",
            PrivacyClaim.ExpertDetermination => "HIPAA, once an expert has determined it for this very plan",
            _ => "GDPR: pseudonymised, personal data still",
        };

    private static string WordOf(PrivacyClaim claim) =>
        claim switch
        {
            PrivacyClaim.SafeHarbor => ClaimRules.SafeHarbor,
            PrivacyClaim.LimitedDataSet => ClaimRules.LimitedDataSet,
            PrivacyClaim.ExpertDetermination => ClaimRules.ExpertDetermination,
            _ => ClaimRules.Pseudonymised,
        };
}
