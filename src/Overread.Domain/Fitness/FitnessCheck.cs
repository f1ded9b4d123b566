using System.Globalization;
using Overread.Domain.Projects;
using Overread.Domain.Training;

namespace Overread.Domain.Fitness;

/// <summary>
/// The one place that says whether a reader is fit to have an item: every way to an item, and every way to save or submit a
/// read, asks it.
/// </summary>
public static class FitnessCheck
{
    /// <summary>Every code of a hold, in the order in which the first one found is the one refused with.</summary>
    public static IReadOnlyList<string> Codes { get; } =
    [
        "work.conflicted",
        "work.country",
        "work.unsigned",
        "work.licence-missing",
        "work.licence-expired",
        "work.unqualified",
        "work.qualification-expired",
        "work.guideline",
        "work.wrong-site",
        "work.washout",
    ];

    /// <summary>The first thing that holds the reader back, as a refusal; null where they are fit.</summary>
    public static Refusal? Refuse(FitnessCase @case, FitnessAct act) =>
        Holds(@case, act) is [{ } first, ..] ? first.Refusal() : null;

    /// <summary>Everything that holds the reader back; empty where they are fit.</summary>
    public static IReadOnlyList<FitnessHold> Holds(FitnessCase @case, FitnessAct act) =>
        [
            .. OfConflict(@case),
            .. OfCountry(@case),
            .. OfAgreements(@case),
            .. OfLicence(@case, act),
            .. act == FitnessAct.Train ? [] : OfQualification(@case),
            .. OfGuideline(@case, act),
            .. OfSite(@case),
            .. OfWashout(@case),
        ];

    private static IEnumerable<FitnessHold> OfConflict(FitnessCase c)
    {
        if (c.Rules.DevelopersApart && c.Reader.Stated?.Develops is not false)
        {
            yield return c.Reader.Stated?.Develops is true
                ? new(
                    "work.conflicted",
                    "You are declared a developer of the model under test, and who builds it does not make the truth that it is tested on.",
                    "Tell the lead where that is wrong: the register of the project says it."
                )
                : new(
                    "work.conflicted",
                    "Nobody has declared whether you develop the model under test.",
                    "Ask the lead to state it in the register of the project."
                );
        }

        if (c.Item is { Decided: true })
        {
            yield return new(
                "work.conflicted",
                "You have adjudicated this item, and who decides about an item is none of its readers.",
                "Give the item back; somebody else reads it."
            );
        }
    }

    // To look from another country is a transfer to it. Where somebody works is what the register says, not where a request comes from.
    private static IEnumerable<FitnessHold> OfCountry(FitnessCase c)
    {
        if (c.Rules.Countries is not { Count: > 0 } countries || countries.Contains(c.Reader.Stated?.Country ?? ""))
        {
            yield break;
        }

        yield return c.Reader.Stated?.Country is { } country
            ? new(
                "work.country",
                $"Items are read from {string.Join(", ", countries)} alone, and the register says that you work from {country}.",
                "Tell the lead where that is wrong; where a transfer there is allowed, they add the country."
            )
            : new(
                "work.country",
                $"Items are read from {string.Join(", ", countries)} alone, and the register does not say where you work from.",
                "Ask the lead to state the country in the register of the project."
            );
    }

    private static IEnumerable<FitnessHold> OfAgreements(FitnessCase c)
    {
        DateOnly today = Day(c.Now);
        foreach (string kind in c.Rules.Agreements)
        {
            if (c.Reader.Stated?.Agreements.Any(a => a.Kind == kind && a.Signed <= today) != true)
            {
                yield return new(
                    "work.unsigned",
                    $"The agreement \"{kind}\" is not signed, as the register of this project has it.",
                    "Sign it, and have the lead enter it in the register."
                );
            }
        }
    }

    // A licence that is stated and has ended stops the next item in every project. What was begun can be submitted, unless the
    // project demands licences.
    private static IEnumerable<FitnessHold> OfLicence(FitnessCase c, FitnessAct act)
    {
        Licence? licence = c.Reader.Stated?.Licence;
        if (licence is null && c.Rules.Licence)
        {
            yield return new(
                "work.licence-missing",
                "This project demands a licence, and the register states none of yours.",
                "Have the lead enter it in the register."
            );
        }

        if (
            licence?.HoldsOn(Day(c.Now)) == false
            && (c.Rules.Licence || act is FitnessAct.TakeItem or FitnessAct.BeGiven)
        )
        {
            yield return new(
                "work.licence-expired",
                $"Your licence ended on {Written(licence.Expires!.Value)}, as the register of this project has it.",
                c.Rules.Licence
                    ? "Tell the lead when it holds again; what you have saved is kept."
                    : "Tell the lead when it holds again; what you have begun can be submitted."
            );
        }
    }

    private static IEnumerable<FitnessHold> OfQualification(FitnessCase c)
    {
        if (c.Rules.Qualification is not { } kind)
        {
            yield break;
        }

        DateOnly today = Day(c.Now);
        List<PassedQualification> passed =
        [
            .. (c.Reader.Stated?.Passed ?? []).Where(p => p.Kind == kind && p.IsFor(c.ProtocolVersion)),
        ];
        List<TestedQualification> tested =
        [
            .. c.Reader.Tested.Where(t => t.Qualification.Kind == kind && t.Qualification.IsFor(c.ProtocolVersion)),
        ];
        if (
            passed.Exists(p => p.HoldsOn(today))
            || tested.Exists(t => t.Qualification.HoldsOn(today) && !t.IsOutdated(c.Definition))
        )
        {
            yield break;
        }

        if (tested.Exists(t => t.Qualification.HoldsOn(today)))
        {
            yield return new(
                "work.qualification-expired",
                $"Version {Number(c.Definition!.Value)} of the guideline changed a definition after you passed the test for \"{kind}\".",
                "Take the test anew, under Training."
            );
            yield break;
        }

        passed.AddRange(tested.Select(t => t.Qualification));
        string next = c.HasTest
            ? "Practise and take the test, under Training."
            : "Qualify, and have the lead enter it in the register.";

        if (passed.Where(p => p.From > today).OrderBy(p => p.From).FirstOrDefault() is { } later)
        {
            yield return new(
                "work.unqualified",
                $"Your qualification \"{kind}\" holds from {Written(later.From)} on.",
                "Come back on that day.",
                new DateTimeOffset(later.From.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
            );
        }
        else if (passed.OrderByDescending(p => p.Until).FirstOrDefault() is { } ended)
        {
            yield return new(
                "work.qualification-expired",
                $"Your qualification \"{kind}\" ended on {Written(ended.Until!.Value)}.",
                c.HasTest
                    ? "Take the test anew, under Training."
                    : "Qualify again, and have the lead enter it in the register."
            );
        }
        else
        {
            yield return new(
                "work.unqualified",
                $"The qualification \"{kind}\" is needed for protocol version {Number(c.ProtocolVersion)}, and you have none.",
                next
            );
        }
    }

    private static IEnumerable<FitnessHold> OfGuideline(FitnessCase c, FitnessAct act)
    {
        if (
            act is FitnessAct.TakeItem or FitnessAct.Work or FitnessAct.Train
            && c.Guideline is { } version
            && !(c.Reader.Acknowledged >= version)
        )
        {
            yield return new(
                "work.guideline",
                $"Version {Number(version)} of the guideline is in force, and you have not acknowledged it.",
                "Read what changed and acknowledge it; then go on. What you have saved is kept."
            );
        }
    }

    // What is not known to be apart is not apart.
    private static IEnumerable<FitnessHold> OfSite(FitnessCase c)
    {
        if (!c.Rules.SitesApart)
        {
            yield break;
        }

        if (c.Reader.Stated?.Site is not { } own)
        {
            yield return new(
                "work.wrong-site",
                "Nobody reads items of their own site here, and the register does not state your site.",
                "Have the lead enter it in the register."
            );
        }
        else if (c.Item is { Site: null })
        {
            yield return new(
                "work.wrong-site",
                "Nobody reads items of their own site here, and the site of this item is not stated.",
                "Ask the lead to state the sites of the items."
            );
        }
        else if (c.Item is { } item && string.Equals(item.Site, own, StringComparison.OrdinalIgnoreCase))
        {
            yield return new(
                "work.wrong-site",
                "This item comes from your own site, and nobody reads those here.",
                "Give the item back; somebody of another site reads it."
            );
        }
    }

    private static IEnumerable<FitnessHold> OfWashout(FitnessCase c)
    {
        if (
            c.Rules.WashoutDays is { } days
            && c.Item?.Had is { } had
            && had.AddDays(days) is var until
            && c.Now < until
        )
        {
            yield return new(
                "work.washout",
                $"You have had this item before; you get it again after {Number(days)} days, from {Written(Day(until))} on.",
                "Go on with other items until then.",
                until
            );
        }
    }

    private static DateOnly Day(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    private static string Written(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
