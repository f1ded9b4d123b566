namespace Overread.Dicom.Deidentify.Plans;

/// <summary>
/// Computes which claims a plan allows. A claim is never typed by anybody (requirements H1 to H7): whoever wants another
/// one changes the plan.
/// </summary>
internal static class ClaimComputation
{
    private const string NotLooked = "text burned into pixels is not looked for";
    private const string NotApproved = "text burned into pixels was looked for, and nobody has approved what was found";

    /// <summary>The claims of a plan.</summary>
    /// <param name="plan">What is applied.</param>
    /// <param name="beside">What is done beside the plan, to every object.</param>
    internal static IReadOnlyList<ClaimFinding> Of(
        DeidentificationPlan plan,
        DeidentificationOptions beside = DeidentificationOptions.None
    )
    {
        DeidentificationOptions options = plan.Options | beside;
        List<string> safeHarbor = [];
        List<string> limited = [];
        // 164.514(c): a code derived from information about the individual is not a permitted re-identification code.
        safeHarbor.Add("patient and instance identifiers are derived from the source's by a keyed hash (164.514(c))");
        if (options.HasFlag(DeidentificationOptions.RetainModifiedDates))
        {
            safeHarbor.Add("dates are moved and not reduced to the year (164.514(b)(2)(i)(C))");
        }

        if (options.HasFlag(DeidentificationOptions.RetainFullDates))
        {
            safeHarbor.Add("full dates stay (164.514(b)(2)(i)(C))");
        }

        if (options.HasFlag(DeidentificationOptions.RetainUids))
        {
            safeHarbor.Add("unique identifiers stay (164.514(b)(2)(i)(R))");
            limited.Add("unique identifiers stay (164.514(e)(2))");
        }

        if (options.HasFlag(DeidentificationOptions.RetainDeviceIdentity))
        {
            safeHarbor.Add("device identifiers and serial numbers stay (164.514(b)(2)(i)(M))");
            limited.Add("device identifiers and serial numbers stay (164.514(e)(2)(xii))");
        }

        if (options.HasFlag(DeidentificationOptions.RetainInstitutionIdentity))
        {
            safeHarbor.Add("names and addresses of institutions stay (164.514(b)(2)(i)(B))");
        }

        if (!options.HasFlag(DeidentificationOptions.CleanPixelData))
        {
            safeHarbor.Add($"{NotLooked} (164.514(b)(2)(i)(R))");
            limited.Add($"{NotLooked} (164.514(e)(2))");
        }

        if (!options.HasFlag(DeidentificationOptions.CleanRecognizableVisualFeatures))
        {
            // What can be rendered from a head is an image comparable to a full-face photograph.
            safeHarbor.Add("faces in head CT, MR and PET are not removed (164.514(b)(2)(i)(Q))");
            limited.Add("faces in head CT, MR and PET are not removed (164.514(e)(2)(xvi))");
        }

        foreach ((uint tag, ElementDecision decision) in plan.Overrides.OrderBy(pair => pair.Key))
        {
            // Keeping, cleaning and writing a text of one's own may all leave what the profile takes away.
            if (decision.Action is ElementAction.Keep or ElementAction.Clean or ElementAction.Replace)
            {
                string what = $"the plan's own decision about {new Tag(tag)} ({decision.Action})";
                safeHarbor.Add(what);
                limited.Add(what);
            }
        }

        string[] own = plan.Terms.Count > 0 ? [$"the plan's {plan.Terms.Count} words of its own name nobody"] : [];
        return
        [
            new(
                PrivacyClaim.SafeHarbor,
                safeHarbor.Count == 0,
                safeHarbor,
                ["a signed statement of no actual knowledge (164.514(b)(2)(ii))", .. own]
            ),
            new(
                PrivacyClaim.LimitedDataSet,
                limited.Count == 0,
                limited,
                ["a data use agreement with each recipient (164.514(e)(4))", .. own]
            ),
            new(
                PrivacyClaim.ExpertDetermination,
                true,
                [],
                [$"an expert's documented determination for plan {plan.Hash[..16]}, with its expiry (164.514(b)(1))"]
            ),
            new(
                PrivacyClaim.Pseudonymised,
                true,
                [],
                ["the project key is kept apart from the data, with access control (GDPR 4(5))"]
            ),
        ];
    }

    /// <summary>The claims of a plan, less what a run left undone: nothing is possible of nothing.</summary>
    /// <param name="plan">What was applied.</param>
    /// <param name="written">Objects written.</param>
    /// <param name="reviews">Objects that a person should look at, by reason.</param>
    /// <param name="searched">True where pixels were searched.</param>
    /// <param name="approved">True where a person approved what was blanked in every object that has pixels.</param>
    internal static IReadOnlyList<ClaimFinding> Of(
        DeidentificationPlan plan,
        int written,
        IReadOnlyDictionary<string, int> reviews,
        bool searched,
        bool approved = false
    )
    {
        List<string> undone = [];
        if (plan.Options.HasFlag(DeidentificationOptions.CleanPixelData) && !searched)
        {
            undone.Add("pixels were not searched in this run");
        }

        undone.AddRange(
            reviews
                .Where(pair => pair.Value > 0)
                .Select(pair => $"{pair.Value} objects that nobody has looked at: {pair.Key}")
        );
        return
        [
            .. Of(plan, approved ? DeidentificationOptions.CleanPixelData : DeidentificationOptions.None)
                .Select(claim =>
                    searched
                        ? claim with
                        {
                            Obstacles =
                            [
                                .. claim.Obstacles.Select(o =>
                                    o.Replace(NotLooked, NotApproved, StringComparison.Ordinal)
                                ),
                            ],
                        }
                        : claim
                )
                .Select(claim =>
                    written == 0 ? claim with { Possible = false, Obstacles = ["nothing was written in this run"] }
                    : claim.Claim is PrivacyClaim.SafeHarbor or PrivacyClaim.LimitedDataSet && undone.Count > 0
                        ? claim with
                        {
                            Possible = false,
                            Obstacles = [.. claim.Obstacles, .. undone],
                        }
                    : claim
                ),
        ];
    }
}
