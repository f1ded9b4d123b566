using System.Globalization;

namespace Overread.Dicom.Deidentify.Plans;

/// <summary>
/// A plan as plain words, version 1, for files and forms: profile, options, exceptions by keyword or number, words of the
/// project's own, a clinical trial. What it says is checked when the plan is made of it.
/// </summary>
public sealed record PlanDocument
{
    private const string Replace = "replace:";

    /// <summary>Version of the document's form.</summary>
    public int Version { get; init; } = 1;

    /// <summary>"basic" or "strict".</summary>
    public string Profile { get; init; } = "basic";

    /// <summary>Words ("clean-descriptors") or codes ("113105") of options.</summary>
    public List<string> Options { get; init; } = [];

    /// <summary>Keyword or number → keep, remove, empty, dummy, uid, clean, shift, or "replace: text".</summary>
    public Dictionary<string, string> Elements { get; init; } = [];

    /// <summary>Words that descriptions keep: names of structures and sequences of the project's own.</summary>
    public List<string> Terms { get; init; } = [];

    /// <summary>Attributes of a clinical trial: sponsor, protocol, protocolName, site, siteName.</summary>
    public Dictionary<string, string>? Trial { get; init; }

    /// <summary>The document of a plan.</summary>
    public static PlanDocument Of(DeidentificationPlan plan) =>
        new()
        {
            Profile = plan.Profile.ToString().ToLowerInvariant(),
            Options = [.. OptionCodes.WordsOf(plan.Options)],
            Elements = plan
                .Overrides.OrderBy(pair => pair.Key)
                .ToDictionary(pair => NameOf(new Tag(pair.Key)), pair => WordOf(pair.Value)),
            Terms = [.. plan.Terms],
            Trial = plan.Trial is { } trial
                ? new()
                {
                    ["sponsor"] = trial.Sponsor,
                    ["protocol"] = trial.Protocol,
                    ["protocolName"] = trial.ProtocolName,
                    ["site"] = trial.Site,
                    ["siteName"] = trial.SiteName,
                }
                : null,
        };

    /// <summary>The plan that it describes.</summary>
    /// <exception cref="InvalidDataException">It says something that no plan can do; the message says what.</exception>
    public DeidentificationPlan ToPlan()
    {
        if (Version != 1)
        {
            throw new InvalidDataException($"plan version {Version} is not known; version 1 is");
        }

        Dictionary<uint, ElementDecision> overrides = [];
        foreach ((string name, string word) in Elements ?? [])
        {
            if (!Tag.TryParse(name, out Tag tag) || tag.IsPrivate)
            {
                throw new InvalidDataException($"'{name}' is no keyword or number of a standard attribute");
            }

            if (!overrides.TryAdd(tag.Value, DecisionOf(name, word ?? "")))
            {
                throw new InvalidDataException($"{name}: {tag} is decided twice; leave one of the two");
            }
        }

        try
        {
            return new DeidentificationPlan(
                ProfileOf(Profile ?? ""),
                OptionsOf(Options ?? []),
                overrides,
                TrialOf(Trial),
                Terms ?? []
            );
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException(
                exception.ParamName is { } name
                    ? exception.Message.Replace($" (Parameter '{name}')", "")
                    : exception.Message,
                exception
            );
        }
    }

    /// <summary>Reads the name of a profile.</summary>
    /// <exception cref="InvalidDataException">There is none of that name.</exception>
    public static DeidentificationProfile ProfileOf(string text) =>
        Enum.TryParse(text, true, out DeidentificationProfile profile)
        && Enum.IsDefined(profile)
        && !char.IsAsciiDigit(text[0])
            ? profile
            : throw new InvalidDataException($"'{text}' is no profile; there are basic and strict");

    /// <summary>Reads words or codes of options.</summary>
    /// <exception cref="InvalidDataException">One of them is none.</exception>
    public static DeidentificationOptions OptionsOf(IEnumerable<string> words)
    {
        DeidentificationOptions options = DeidentificationOptions.None;
        foreach (string word in words)
        {
            options |= OptionCodes.TryParse(word, out DeidentificationOptions option)
                ? option
                : throw new InvalidDataException(
                    $"'{word}' is no option; there are {string.Join(", ", OptionCodes.Words)}"
                );
        }

        return options;
    }

    /// <summary>An attribute's keyword, or its number in eight hexadecimal digits where it has none.</summary>
    public static string NameOf(Tag tag)
    {
        string keyword = AttributeRegistry.KeywordOf(tag);
        return keyword.Length > 0 ? keyword : tag.Value.ToString("X8", CultureInfo.InvariantCulture);
    }

    private static string WordOf(ElementDecision decision) =>
        decision.Action == ElementAction.Replace
            ? $"{Replace} {decision.Value}"
            : decision.Action.ToString().ToLowerInvariant();

    private static ElementDecision DecisionOf(string name, string word)
    {
        if (word.StartsWith(Replace, StringComparison.OrdinalIgnoreCase))
        {
            return new ElementDecision(ElementAction.Replace, "plan", word[Replace.Length..].Trim());
        }

        return
            Enum.TryParse(word, true, out ElementAction action)
            && Enum.IsDefined(action)
            && action != ElementAction.Replace
            && !word.Any(char.IsAsciiDigit)
            ? new ElementDecision(action, "plan")
            : throw new InvalidDataException($"'{word}' for {name} is no action");
    }

    private static ClinicalTrial? TrialOf(Dictionary<string, string>? trial) =>
        trial is null
            ? null
            : new ClinicalTrial(
                trial.GetValueOrDefault("sponsor", ""),
                trial.GetValueOrDefault("protocol", ""),
                trial.GetValueOrDefault("protocolName", ""),
                trial.GetValueOrDefault("site", ""),
                trial.GetValueOrDefault("siteName", "")
            );
}
