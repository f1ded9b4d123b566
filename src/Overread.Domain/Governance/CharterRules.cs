using System.Globalization;
using Overread.Domain.Releases;

namespace Overread.Domain.Governance;

/// <summary>Decides what can be laid down, and what a project that laid something down allows.</summary>
public static class CharterRules
{
    private const string Form = "charter.form";
    private const int LongestName = 200;
    private const int MostRows = 100;
    private const int MostDays = 3650;

    /// <summary>A person lays down what holds from now on.</summary>
    /// <param name="former">What held until now; null where nothing did.</param>
    /// <param name="next">What is to hold.</param>
    /// <param name="reason">Why.</param>
    public static Decision State(ProjectCharter? former, ProjectCharter next, string? reason) =>
        (
            FreeText.Reason(reason, "Say why this is laid down.")
            ?? Fault(next)
            ?? Shortened(former?.Keeping, next.Keeping)
        )
            is { } refusal
            ? Decision.Refuse(refusal)
            : Decision.Accept(new CharterStated(next, reason!.Trim()));

    /// <summary>A person decides whether a use that was not declared is compatible.</summary>
    /// <param name="terms">What holds.</param>
    /// <param name="decided">What they decide.</param>
    /// <param name="known">True where the recipient is one of the project's, or none is named.</param>
    public static Decision Decide(CharterTerms terms, FurtherUse decided, bool known) =>
        (
            FreeText.Reason(decided.Reason, "Say why it is compatible, or why it is not (GDPR 6(4)).")
            ?? (
                !known
                    ? new Refusal("recipient.unknown", "There is no such recipient.", RefusalKind.NotFound)
                    {
                        Where = "recipient",
                    }
                : terms.Charter is not { Uses.Count: > 0 }
                    ? new(
                        "charter.no-uses",
                        "The project declared no uses: any purpose is recorded, and none is refused.",
                        RefusalKind.Conflict
                    )
                    {
                        Next = "Lay down the charter first: overread charter set.",
                    }
                : null
            )
            ?? Name(decided.Use, "use", "A use")
        )
            is { } refusal
            ? Decision.Refuse(refusal)
            : Decision.Accept(
                new FurtherUseDecided(decided with { Use = decided.Use.Trim(), Reason = decided.Reason.Trim() })
            );

    /// <summary>Refuses to make a release of a project that holds special categories and names no impact assessment; null else.</summary>
    /// <param name="charter">What holds; null where nothing was laid down.</param>
    /// <param name="demanded">True where the project's policy asks for a charter before a release.</param>
    public static Refusal? Release(ProjectCharter? charter, bool demanded) =>
        charter is null
            ? demanded
                ? new(
                    "release.charter",
                    "The project makes releases under a charter, and none is laid down.",
                    RefusalKind.Conflict
                )
                {
                    Next = "Lay it down on the page Governance, or by overread charter set.",
                }
                : null
            : charter.AssessmentIsNamed
                ? null
                : new(
                    "release.impact-assessment",
                    "The project holds special categories of data (health), and its charter names neither an impact assessment nor a reason why none is needed (GDPR 35).",
                    RefusalKind.Conflict
                )
                {
                    Where = "impactAssessment",
                    Next =
                        "Name the assessment, or say why there is none, on the page Governance or by overread charter set.",
                };

    /// <summary>Refuses to give a release for what was not declared, or to where it may not go; null where it may be given.</summary>
    /// <param name="terms">What holds.</param>
    /// <param name="purpose">What for.</param>
    /// <param name="recipient">For whom, by id; null where nobody is named.</param>
    /// <param name="facts">What is known of them; null where nobody is named.</param>
    public static Refusal? Giving(CharterTerms terms, string purpose, string? recipient, RecipientFacts? facts) =>
        terms.Charter is not { } charter
            ? null
            : Use(terms, charter, purpose, recipient, facts) ?? To(charter, recipient, facts);

    /// <summary>Under what a release goes to a recipient's country; null where that was not laid down.</summary>
    /// <param name="charter">What holds.</param>
    /// <param name="facts">What is known of the recipient.</param>
    public static Destination? Transfer(ProjectCharter? charter, RecipientFacts? facts) =>
        charter?.Destinations.FirstOrDefault(d => d.Country == facts?.Country);

    /// <summary>A person has a release destroyed.</summary>
    /// <param name="named">Its name and version.</param>
    /// <param name="rule">How long releases are kept; null where that was not laid down.</param>
    /// <param name="published">The day on which it was published.</param>
    /// <param name="today">The day.</param>
    /// <param name="reason">Why.</param>
    public static Decision Erase(string named, KeepingRule? rule, DateOnly published, DateOnly today, string? reason) =>
        FreeText.Reason(reason, "Say why it is destroyed.") is { } missing ? Decision.Refuse(missing)
        : rule is null
            ? Decision.Refuse(
                new(
                    "release.kept",
                    $"Nobody laid down how long {named} is kept; until then it is kept.",
                    RefusalKind.Conflict
                )
                {
                    Next = "Lay down the rule of keeping on the page Governance, or by overread charter set.",
                }
            )
        : rule.KeepsOn(published, today) ? Decision.Refuse(Kept(named, rule.Until(published)))
        : Decision.Accept(new ReleaseErased(rule.Until(published)!.Value, reason!.Trim()));

    /// <summary>Refuses to erase a subject from what has to be kept, unless somebody says why the duty yields; null where it may be.</summary>
    /// <param name="kept">The releases that hold the subject and are kept, with the last day of each.</param>
    /// <param name="despite">Why it is erased all the same; null where nobody says.</param>
    public static Refusal? EraseSubject(IReadOnlyList<(string Named, DateOnly? Until)> kept, string? despite) =>
        kept.Count == 0 || !string.IsNullOrWhiteSpace(despite)
            ? FreeText.TooLong(despite, "reason.needed", "despiteKeeping")
            : new(
                "erasure.kept",
                $"What was read of the subject is the evidence of releases that have to be kept: {string.Join(", ", kept.Select(k => $"{k.Named} ({End(k.Until)})"))}.",
                RefusalKind.Conflict
            )
            {
                Where = "despiteKeeping",
                Next =
                    "Decide to retain the subject (GDPR 17(3)(b) to (d)), or say in despiteKeeping why the duty yields; the record keeps that.",
            };

    private static Refusal Kept(string named, DateOnly? until) =>
        new("release.kept", $"{named} is kept: {End(until)}.", RefusalKind.Conflict)
        {
            Next = until is null
                ? "The years run from the day on which the last device or system was placed on the market. State that day in the charter when it is known."
                : "Wait until then. The rule of keeping can be made longer, and never shorter. Recall the release where nobody should use it.",
        };

    private static string End(DateOnly? until) =>
        until is { } day
            ? "until " + day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : "without an end yet, since it is not stated when the last was placed on the market";

    private static Refusal? Use(
        CharterTerms terms,
        ProjectCharter charter,
        string purpose,
        string? recipient,
        RecipientFacts? facts
    )
    {
        if (charter.Uses.Count == 0)
        {
            return null;
        }

        FurtherUse? decided = terms.For(purpose, recipient);
        bool declared = charter.Uses.Any(u => u.IsMeantBy(purpose));
        bool agreed = facts?.Uses is not { Count: > 0 } theirs || theirs.Any(u => DeclaredUse.Same(u, purpose));
        // What was declared is not undone by a decision; a decision alone widens it.
        if ((declared && agreed) || decided is { Compatible: true })
        {
            return null;
        }

        string open = string.Join("; ", charter.Uses.Where(u => AgreedTo(facts, u)).Select(u => u.Name));
        return new(
            "release.use",
            decided is { Compatible: false } no
                    ? $"It was decided that “{no.Use}” is not compatible with what the data were declared for: {no.Reason}"
                : declared ? $"The agreement of {facts!.Name} is not for “{purpose.Trim()}”."
                : $"The data were not declared for “{purpose.Trim()}”.",
            RefusalKind.Conflict
        )
        {
            Where = "purpose",
            Next =
                $"Take it for what was declared ({(open.Length > 0 ? open : "nothing that they agreed to")}); or have the lead decide, with the reason, that this use is compatible: page Governance, or overread charter decide.",
            Facts = new Dictionary<string, object?> { ["uses"] = charter.Uses.Select(u => u.Name).ToList() },
        };
    }

    private static bool AgreedTo(RecipientFacts? facts, DeclaredUse use) =>
        facts?.Uses is not { Count: > 0 } theirs || theirs.Any(use.IsMeantBy);

    private static Refusal? To(ProjectCharter charter, string? recipient, RecipientFacts? facts)
    {
        if (charter.Destinations.Count == 0 || charter.Destinations.Any(d => d.Country == facts?.Country))
        {
            return null;
        }

        string may = string.Join(", ", charter.Destinations.Select(d => d.Country));
        return new(
            "release.destination",
            recipient is null ? $"Releases go to stated countries alone ({may}); say for whom it is."
                : facts?.Country is not { } country
                    ? $"Releases go to stated countries alone ({may}); in which {facts?.Name} are is not stated."
                : $"Releases go to stated countries alone ({may}); {facts.Name} are in {country}.",
            RefusalKind.Conflict
        )
        {
            Where = "recipient",
            Next =
                recipient is null || facts?.Country is null
                    ? "Name a recipient whose country is stated among the project's recipients."
                    : "Where a transfer there is allowed, lay down the country with its instrument (adequacy, clauses …) in the charter first.",
        };
    }

    private static Refusal? Shortened(KeepingRule? former, KeepingRule? next) =>
        former is null
        || (
            next is not null
            && next.Years >= former.Years
            && Rank(next.Kind) >= Rank(former.Kind)
            && (former.LastPlaced is null || next.LastPlaced >= former.LastPlaced)
        )
            ? null
            : new(
                "charter.shortened",
                $"Releases are kept for {former.Years} years ({former.Kind}{(former.LastPlaced is { } last ? $", last placed on {last:yyyy-MM-dd}" : "")}); that is made longer, and never shorter.",
                RefusalKind.Conflict
            )
            {
                Where = "charter/keeping",
                Next =
                    "State as many years or more, of the same kind or a stricter one, from the same day or a later one.",
            };

    private static int Rank(string kind) =>
        kind switch
        {
            "implant" => 2,
            "device" or "system" => 1,
            _ => 0,
        };

    private static Refusal? Fault(ProjectCharter c) =>
        Rows(c.Uses.Count, "uses")
        ?? Rows(c.Destinations.Count, "destinations")
        ?? Rows(c.Processors?.Count ?? 0, "processors")
        ?? c.Uses.Select((u, i) => UseFault(c, u, i)).FirstOrDefault(f => f is not null)
        ?? c.Destinations.Select(DestinationFault).FirstOrDefault(f => f is not null)
        ?? (c.Processors ?? []).Select(ProcessorFault).FirstOrDefault(f => f is not null)
        ?? Twice(c)
        ?? KeepingFault(c.Keeping)
        ?? (
            c.QuarantineDays is < 1 or > MostDays
                ? new Refusal(Form, $"Days in quarantine are 1 to {MostDays}.") { Where = "charter/quarantineDays" }
                : null
        )
        ?? Texts(c)
            .Select(t => FreeText.TooLong(t.Text, Form, "charter/" + t.Where))
            .FirstOrDefault(f => f is not null);

    private static IEnumerable<(string Where, string? Text)> Texts(ProjectCharter c) =>
        [
            ("impactAssessment", c.ImpactAssessment),
            ("noImpactAssessment", c.NoImpactAssessment),
            ("controller", c.Controller),
            ("officer", c.Officer),
            ("dataSubjects", c.DataSubjects),
            ("security", c.Security),
        ];

    private static Refusal? Rows(int count, string where) =>
        count <= MostRows ? null : new(Form, $"There are at most {MostRows} of them.") { Where = "charter/" + where };

    private static Refusal? UseFault(ProjectCharter c, DeclaredUse use, int at) =>
        Name(use.Name, $"charter/uses/{at}/name", "A use")
        ?? Name(use.Basis, $"charter/uses/{at}/basis", "The legal basis of a use (GDPR 6)")
        ?? (
            c.NoSpecialCategories && string.IsNullOrWhiteSpace(use.Condition)
                ? null
                : Name(
                    use.Condition,
                    $"charter/uses/{at}/condition",
                    "Data about health are used under a condition (GDPR 9(2)); it"
                )
        );

    private static Refusal? DestinationFault(Destination d, int at) =>
        !Destination.IsCountry(d.Country)
            ? new(Form, "A country is two capital letters (ISO 3166-1).")
            {
                Where = $"charter/destinations/{at}/country",
            }
        : !Destination.Instruments.Contains(d.Instrument)
            ? new(Form, $"What allows a transfer is one of {string.Join(", ", Destination.Instruments)}.")
            {
                Where = $"charter/destinations/{at}/instrument",
            }
        : d.Instrument == "inside" && string.IsNullOrWhiteSpace(d.Reference) ? null
        : Name(
            d.Reference,
            $"charter/destinations/{at}/reference",
            "Which decision, clauses or rules allow a transfer; it"
        );

    private static Refusal? ProcessorFault(Processor p, int at) =>
        Name(p.Name, $"charter/processors/{at}/name", "A processor")
        ?? Name(p.Does, $"charter/processors/{at}/does", "What a processor does")
        ?? Name(p.Contract, $"charter/processors/{at}/contract", "A processor works under a contract (GDPR 28(3)); it")
        ?? (
            Destination.IsCountry(p.Country)
                ? null
                : new(Form, "A country is two capital letters (ISO 3166-1).")
                {
                    Where = $"charter/processors/{at}/country",
                }
        );

    private static Refusal? Twice(ProjectCharter c) =>
        c.Uses.GroupBy(u => u.Name.Trim(), StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1)
            is { } use
            ? new(Form, $"“{use.Key}” is declared twice.") { Where = "charter/uses" }
        : c.Destinations.GroupBy(d => d.Country).FirstOrDefault(g => g.Count() > 1) is { } country
            ? new(Form, $"{country.Key} is stated twice.") { Where = "charter/destinations" }
        : null;

    private static Refusal? KeepingFault(KeepingRule? rule) =>
        rule is null ? null
        : !KeepingRule.Kinds.Contains(rule.Kind)
            ? new(Form, $"Releases are kept for one of {string.Join(", ", KeepingRule.Kinds)}.")
            {
                Where = "charter/keeping/kind",
            }
        : rule.Years < KeepingRule.Least(rule.Kind) || rule.Years > KeepingRule.Longest
            ? new(
                Form,
                $"What is kept for {rule.Kind} is kept for {KeepingRule.Least(rule.Kind)} to {KeepingRule.Longest} years."
            )
            {
                Where = "charter/keeping/years",
            }
        : null;

    private static Refusal? Name(string? text, string where, string what) =>
        string.IsNullOrWhiteSpace(text) || FreeText.Length(text) > LongestName
            ? new(Form, $"{what} is named in 1 to {LongestName} characters.") { Where = where }
        : FreeText.IsName(text) ? null
        : FreeText.NoName(Form, where);
}
