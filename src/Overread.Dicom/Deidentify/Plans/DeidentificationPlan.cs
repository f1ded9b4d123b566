using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Overread.Dicom.Deidentify.Plans;

/// <summary>
/// One decision per element, made before anything changes: a profile, options, and exceptions that a project adds.
/// Immutable and thread-safe. The same plan has the same <see cref="Hash"/> everywhere.
/// </summary>
public sealed class DeidentificationPlan
{
    /// <summary>Version of the rules in this library; part of the hash, raised whenever a decision changes.</summary>
    public const int RulesVersion = 7;

    private readonly ConcurrentDictionary<(uint, IodFamily), ElementDecision?> _decisions = new();

    /// <summary>Makes a plan.</summary>
    /// <param name="profile">Where to start from.</param>
    /// <param name="options">Options of PS3.15 annex E.3; full and modified dates exclude each other.</param>
    /// <param name="overrides">Decisions by tag that go before all others, for standard attributes only.</param>
    /// <param name="trial">Attributes of a clinical trial to be written into every object; null for none.</param>
    /// <param name="terms">Words of the project's own (names of structures, of sequences) that descriptions keep; null for none.</param>
    /// <exception cref="ArgumentException">The options contradict each other, a decision could not be carried out, or a term is no word.</exception>
    public DeidentificationPlan(
        DeidentificationProfile profile,
        DeidentificationOptions options = DeidentificationOptions.None,
        IReadOnlyDictionary<uint, ElementDecision>? overrides = null,
        ClinicalTrial? trial = null,
        IEnumerable<string>? terms = null
    )
    {
        if (
            options.HasFlag(DeidentificationOptions.RetainFullDates)
            && options.HasFlag(DeidentificationOptions.RetainModifiedDates)
        )
        {
            throw new ArgumentException("full dates and modified dates exclude each other", nameof(options));
        }

        foreach ((uint tag, ElementDecision decision) in overrides ?? new Dictionary<uint, ElementDecision>())
        {
            if (OverrideRules.Fault(tag, decision) is { } fault)
            {
                throw new ArgumentException($"{new Tag(tag)}: {fault}", nameof(overrides));
            }
        }

        foreach (string term in terms ?? [])
        {
            if (OwnTerms.Fault(term) is { } fault)
            {
                throw new ArgumentException($"term '{term}': {fault}", nameof(terms));
            }
        }

        Terms = OwnTerms.Of(terms ?? []);
        Profile = profile;
        Options = options;
        Overrides = overrides?.ToFrozenDictionary() ?? FrozenDictionary<uint, ElementDecision>.Empty;
        Trial = trial;
        Hash = ComputeHash();
        Loosened = LoosenedBy(Overrides, profile, options);
    }

    private static Tag[] LoosenedBy(
        IReadOnlyDictionary<uint, ElementDecision> overrides,
        DeidentificationProfile profile,
        DeidentificationOptions options
    )
    {
        if (overrides.Count == 0)
        {
            return [];
        }

        DeidentificationPlan bare = new(profile, options);
        return
        [
            .. overrides
                .Where(pair => Leaves(pair.Value.Action) > Leaves(bare.Decide(QuestionOf(pair.Key)).Action))
                .Select(pair => new Tag(pair.Key))
                .Order(),
        ];
    }

    /// <summary>How much of the source's value an action leaves: nothing, what is harmless of it or a date moved, or whatever it is.</summary>
    private static int Leaves(ElementAction action) =>
        action switch
        {
            ElementAction.Keep or ElementAction.Replace => 2,
            ElementAction.Clean or ElementAction.Shift => 1,
            _ => 0,
        };

    private static ElementQuestion QuestionOf(uint tag)
    {
        Vr vr = AttributeRegistry.VrOf(new Tag(tag));
        bool listed = AttributeRegistry.TryFind(new Tag(tag), out _);
        return new ElementQuestion(tag, VrLetters.Of(vr), vr == Vr.SQ, IodFamily.Image, null, listed, "");
    }

    /// <summary>Attributes of which the plan's own decisions leave what profile and options take away or change.</summary>
    internal IReadOnlyList<Tag> Loosened { get; }

    /// <summary>The plan that the gate applies by default: strict, dates moved, descriptions cleaned.</summary>
    public static DeidentificationPlan Gate { get; } =
        new(
            DeidentificationProfile.Strict,
            DeidentificationOptions.RetainModifiedDates
                | DeidentificationOptions.CleanDescriptors
                | DeidentificationOptions.RetainPatientCharacteristics
        );

    /// <summary>Where the plan starts from.</summary>
    public DeidentificationProfile Profile { get; }

    /// <summary>Chosen options.</summary>
    public DeidentificationOptions Options { get; }

    /// <summary>Decisions by tag that go before all others.</summary>
    public IReadOnlyDictionary<uint, ElementDecision> Overrides { get; }

    /// <summary>
    /// Words of the project's own, in capitals and in order, that descriptions keep unless the source names somebody so. They
    /// are the project's statement that they name nobody.
    /// </summary>
    public IReadOnlySet<string> Terms { get; }

    /// <summary>Attributes of a clinical trial to be written; null for none.</summary>
    public ClinicalTrial? Trial { get; }

    /// <summary>Edition of PS3.15 whose table is applied, such as "2024e".</summary>
    public static string Edition => ProfileTable.Loaded.Edition;

    /// <summary>SHA-256 over profile, options, exceptions, edition and version of the rules; 64 hexadecimal digits.</summary>
    public string Hash { get; }

    /// <summary>Which claims the plan allows, computed.</summary>
    public IReadOnlyList<ClaimFinding> Claims => ClaimComputation.Of(this);

    /// <summary>Which claims the plan allows where more is done to every object than the plan has done.</summary>
    /// <param name="beside">What is done beside it, such as <see cref="DeidentificationOptions.CleanPixelData"/> by people at a gate.</param>
    public IReadOnlyList<ClaimFinding> ClaimsWith(DeidentificationOptions beside) => ClaimComputation.Of(this, beside);

    /// <summary>Attributes of table E.1-1 with a number of their own, for tests and for printing the plan.</summary>
    public static IEnumerable<uint> ListedTags => ProfileTable.Loaded.Rows.Keys;

    /// <summary>
    /// True where an object may need a value, so that cleaning must not leave it empty: a "D" in the table, and whatever
    /// the table does not list.
    /// </summary>
    public static bool MayNeedValue(uint tag) =>
        !ProfileTable.Loaded.Rows.TryGetValue(tag, out ProfileRow? row)
        || row.Basic.Contains('D', StringComparison.Ordinal);

    /// <summary>Decides about one element.</summary>
    public ElementDecision Decide(in ElementQuestion question)
    {
        if (question.IsPrivate)
        {
            return PrivateRule.Decide(question, Options, Profile);
        }

        // Decisions about standard attributes depend on number and family alone, but for the few that look at the VR.
        if (!_decisions.TryGetValue((question.Tag, question.Family), out ElementDecision? known))
        {
            known = DecideStandard(question.Tag, question.Family);
            _decisions.TryAdd((question.Tag, question.Family), known);
        }

        return known ?? VrRule.Decide(question, Options);
    }

    private ElementDecision? DecideStandard(uint tag, IodFamily family)
    {
        if (Overrides.TryGetValue(tag, out ElementDecision chosen))
        {
            return chosen;
        }

        ElementDecision? decision =
            Profile == DeidentificationProfile.Strict
                ? StrictList.Loaded.Decide(tag, family, Options)
                : SpecialRules.Decide(tag, Options) ?? TableRule.Decide(tag, family, Options);
        return decision is { Action: ElementAction.Keep } kept && TellsOffset(tag, kept)
            ? new ElementDecision(ElementAction.Shift, kept.Reason + ", moved like all dates")
            : decision;
    }

    /// <summary>
    /// True for a date that an option for something else keeps while all others are moved: beside a moved one it tells by how
    /// much, and so all the others.
    /// </summary>
    private bool TellsOffset(uint tag, in ElementDecision decision) =>
        Options.HasFlag(DeidentificationOptions.RetainModifiedDates)
        && AttributeRegistry.VrOf(new Tag(tag)) is Vr.DA or Vr.DT
        && decision.Reason?.StartsWith("E.1-1 K", StringComparison.Ordinal) == true;

    private string ComputeHash()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"rules {RulesVersion}\nedition {Edition}\n");
        text.Append(CultureInfo.InvariantCulture, $"profile {Profile}\noptions {(int)Options}\n");
        foreach ((uint tag, ElementDecision decision) in Overrides.OrderBy(pair => pair.Key))
        {
            text.Append(CultureInfo.InvariantCulture, $"{tag:X8} {decision.Action} {decision.Value}\n");
        }

        foreach (string term in Terms)
        {
            text.Append(CultureInfo.InvariantCulture, $"term {term}\n");
        }

        if (Trial is { } trial)
        {
            text.Append(CultureInfo.InvariantCulture, $"trial {trial}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
