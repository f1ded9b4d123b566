using System.Globalization;

namespace Overread.Domain.Intake.Claims;

/// <summary>Decides which claim a project may make, and of which entries at the gate it can be made.</summary>
public static class ClaimRules
{
    /// <summary>GDPR article 4(5): personal data still. Nothing has to be shown for it.</summary>
    public const string Pseudonymised = "pseudonymised";

    /// <summary>45 CFR 164.514(e).</summary>
    public const string LimitedDataSet = "limited-data-set";

    /// <summary>45 CFR 164.514(b)(2).</summary>
    public const string SafeHarbor = "safe-harbor";

    /// <summary>45 CFR 164.514(b)(1).</summary>
    public const string ExpertDetermination = "expert-determination";

    private const int ShortestHash = 16;

    /// <summary>What a claim is called in a sentence.</summary>
    public static string NameOf(string claim) =>
        claim switch
        {
            LimitedDataSet => "limited data set (45 CFR 164.514(e))",
            SafeHarbor => "safe harbor (45 CFR 164.514(b)(2))",
            ExpertDetermination => "expert determination (45 CFR 164.514(b)(1))",
            _ => "pseudonymised (GDPR article 4(5))",
        };

    /// <summary>Refuses a choice that the plan forbids, or that lacks what people must add; null where it can stand.</summary>
    /// <param name="claim">The choice.</param>
    /// <param name="stands">What the plan that is chosen with it allows.</param>
    /// <param name="planHash">That plan's hash.</param>
    /// <param name="today">The day.</param>
    public static Refusal? Choice(ProjectClaim claim, IReadOnlyList<ClaimStand> stands, string planHash, DateOnly today)
    {
        if (claim.Claim is not (Pseudonymised or LimitedDataSet or SafeHarbor or ExpertDetermination))
        {
            return new(
                "claim.unknown",
                $"A claim is {Pseudonymised}, {LimitedDataSet}, {SafeHarbor} or {ExpertDetermination}."
            )
            {
                Where = "claim.claim",
            };
        }

        if (ObstaclesOf(claim, stands) is { Count: > 0 } obstacles)
        {
            return new(
                "claim.impossible",
                $"This plan allows no {NameOf(claim.Claim)}: {string.Join("; ", obstacles)}."
            )
            {
                Where = "claim.claim",
                Next = "Change the plan, or make another claim.",
                Facts = new Dictionary<string, object?> { ["obstacles"] = obstacles },
            };
        }

        return claim.Claim switch
        {
            LimitedDataSet => FreeText.Reason(
                claim.Agreement,
                "A limited data set needs a data use agreement with each recipient (164.514(e)(4)).",
                "claim.agreement",
                "claim.agreement"
            ),
            ExpertDetermination => Statement(claim.Determination, planHash, today),
            _ => null,
        };
    }

    /// <summary>What stands against a claim where an entry is concerned: one sentence each, none where it can be made.</summary>
    /// <param name="claim">What the project claims.</param>
    /// <param name="planHash">The plan by which the entry was de-identified; null where that is not known.</param>
    /// <param name="stands">What that plan allows; null where the plan is not known.</param>
    /// <param name="undone">What was left undone about the entry.</param>
    /// <param name="today">The day.</param>
    public static IReadOnlyList<string> Against(
        ProjectClaim claim,
        string? planHash,
        IReadOnlyList<ClaimStand>? stands,
        IReadOnlyList<string> undone,
        DateOnly today
    )
    {
        if (claim.Claim == Pseudonymised)
        {
            return [];
        }

        if (planHash is null || stands is null)
        {
            return ["the plan by which it was de-identified is not known to this build"];
        }

        List<string> against = [.. ObstaclesOf(claim, stands), .. undone];
        if (claim is { Claim: ExpertDetermination, Determination: { } determination })
        {
            if (!IsAbout(determination, planHash))
            {
                against.Add(
                    $"the expert's determination is about plan {Short(determination.PlanHash)}, and it was de-identified by plan {Short(planHash)}"
                );
            }

            if (HasEnded(determination, today))
            {
                against.Add($"the expert's determination ended on {determination.Expires}");
            }
        }

        return against;
    }

    /// <summary>Refuses the approval of an entry against which something stands; null where nothing does.</summary>
    public static Refusal? Obstacle(ProjectClaim claim, IReadOnlyList<string> against) =>
        against.Count == 0
            ? null
            : new(
                "gate.claim",
                $"The project claims {NameOf(claim.Claim)}, which this entry does not bear out: {string.Join("; ", against)}.",
                RefusalKind.Conflict
            )
            {
                Next = "Mend that, hold or reject the entry, or change the project's plan and claim.",
                Facts = new Dictionary<string, object?> { ["against"] = against },
            };

    /// <summary>Refuses a release under a claim that does not hold any more; null where it does.</summary>
    /// <param name="claim">What the project claims.</param>
    /// <param name="today">The day.</param>
    public static Refusal? Release(ProjectClaim claim, DateOnly today) =>
        claim is { Claim: ExpertDetermination, Determination: { } determination } && HasEnded(determination, today)
            ? new(
                "release.claim",
                $"The project claims {NameOf(claim.Claim)}, and the determination by {determination.Expert} ended on {determination.Expires}.",
                RefusalKind.Conflict
            )
            {
                Next = "Have the plan determined anew, or make another claim, on the page Plan.",
            }
            : null;

    /// <summary>True on and after the day behind the last on which a determination holds.</summary>
    public static bool HasEnded(ExpertStatement determination, DateOnly today) =>
        !TryDay(determination.Expires, out DateOnly last) || last < today;

    private static IReadOnlyList<string> ObstaclesOf(ProjectClaim claim, IReadOnlyList<ClaimStand> stands) =>
        claim.Claim == Pseudonymised ? []
        : stands.FirstOrDefault(s => s.Claim == claim.Claim) is not { } stand
            ? [$"{NameOf(claim.Claim)} is not computed for files of this sort"]
        : stand.Possible ? []
        : stand.Obstacles;

    private static bool IsAbout(ExpertStatement determination, string planHash) =>
        determination.PlanHash.Length >= ShortestHash
        && planHash.StartsWith(determination.PlanHash, StringComparison.OrdinalIgnoreCase);

    private static string Short(string hash) => hash.Length > ShortestHash ? hash[..ShortestHash] : hash;

    private static Refusal? Statement(ExpertStatement? determination, string planHash, DateOnly today)
    {
        const string Where = "claim.determination.";
        if (determination is null)
        {
            return new("claim.determination", "An expert determination needs the expert's statement.")
            {
                Where = "claim.determination",
                Next = "Say who determined it, where it is documented, about which plan, and until when it holds.",
            };
        }

        if (
            FreeText.Reason(determination.Expert, "Say who the expert is.", "claim.determination", Where + "expert") is
            { } nobody
        )
        {
            return nobody;
        }

        if (
            FreeText.Reason(
                determination.Reference,
                "Say where the determination is documented.",
                "claim.determination",
                Where + "reference"
            ) is
            { } nowhere
        )
        {
            return nowhere;
        }

        if (!IsAbout(determination, planHash))
        {
            return new(
                "claim.determination",
                $"The determination names plan {Short(determination.PlanHash)}, and this plan is {Short(planHash)}."
            )
            {
                Where = Where + "planHash",
                Next = "Choose the plan that the expert has determined, or have this one determined.",
            };
        }

        return !TryDay(determination.Expires, out DateOnly last)
                ? new("claim.determination", "The last day of a determination is a date such as 2027-12-31.")
                {
                    Where = Where + "expires",
                }
            : last < today
                ? new("claim.determination", $"The determination ended on {determination.Expires}.")
                {
                    Where = Where + "expires",
                    Next = "Have the plan determined anew.",
                }
            : null;
    }

    private static bool TryDay(string? text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
