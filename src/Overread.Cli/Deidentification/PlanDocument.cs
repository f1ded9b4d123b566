using System.Globalization;
using Overread.Dicom;
using Overread.Dicom.Deidentify.Plans;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Overread.Cli.Deidentification;

/// <summary>A plan as a YAML document, version 1: profile, options, exceptions by keyword or number, a clinical trial.</summary>
internal sealed class PlanDocument
{
    /// <summary>Version of the document's form.</summary>
    public int Version { get; set; } = 1;

    /// <summary>"basic" or "strict".</summary>
    public string Profile { get; set; } = "basic";

    /// <summary>Words or codes of options.</summary>
    public List<string> Options { get; set; } = [];

    /// <summary>Keyword or number → keep, remove, empty, dummy, uid, clean, shift, or "replace: text".</summary>
    public Dictionary<string, string> Elements { get; set; } = [];

    /// <summary>Words that descriptions keep: names of structures and sequences of the project's own.</summary>
    public List<string> Terms { get; set; } = [];

    /// <summary>Attributes of a clinical trial.</summary>
    public Dictionary<string, string>? Trial { get; set; }

    /// <summary>Reads a document.</summary>
    /// <exception cref="InvalidDataException">The document says something that no plan can do.</exception>
    internal static DeidentificationPlan Read(string path)
    {
        IDeserializer reader = new DeserializerBuilder()
            .WithNamingConvention(CamelCaseNamingConvention.Instance)
            .Build();
        try
        {
            return reader.Deserialize<PlanDocument>(File.ReadAllText(path)).ToPlan();
        }
        catch (YamlDotNet.Core.YamlException exception)
        {
            throw new InvalidDataException($"the plan is no valid document: {exception.Message}", exception);
        }
    }

    /// <summary>The document of a plan, to be kept beside the data.</summary>
    internal static string Print(DeidentificationPlan plan)
    {
        List<string> lines =
        [
            "version: 1",
            $"profile: {plan.Profile.ToString().ToLowerInvariant()}",
            $"# PS3.15 {DeidentificationPlan.Edition}, rules {DeidentificationPlan.RulesVersion}, hash {plan.Hash}",
            "options:" + (plan.Options == DeidentificationOptions.None ? " []" : ""),
            .. OptionCodes.WordsOf(plan.Options).Select(word => $"  - {word}"),
        ];
        if (plan.Overrides.Count > 0)
        {
            lines.Add("elements:");
            lines.AddRange(
                plan.Overrides.OrderBy(pair => pair.Key)
                    .Select(pair => $"  {Name(new Tag(pair.Key))}: {pair.Value.Action.ToString().ToLowerInvariant()}")
            );
        }

        if (plan.Terms.Count > 0)
        {
            lines.Add("terms:");
            lines.AddRange(plan.Terms.Select(term => $"  - {term}"));
        }

        return string.Join('\n', lines) + "\n";
    }

    internal DeidentificationPlan ToPlan()
    {
        if (Version != 1)
        {
            throw new InvalidDataException($"plan version {Version} is not known; this tool reads version 1");
        }

        Dictionary<uint, ElementDecision> overrides = [];
        foreach ((string name, string word) in Elements)
        {
            if (!Tag.TryParse(name, out Tag tag) || tag.IsPrivate)
            {
                throw new InvalidDataException($"'{name}' is no keyword or number of a standard attribute");
            }

            overrides[tag.Value] = Decision(name, word);
        }

        return new DeidentificationPlan(ParseProfile(Profile), ParseOptions(Options), overrides, ParseTrial(), Terms);
    }

    internal static DeidentificationProfile ParseProfile(string text) =>
        Enum.TryParse(text, true, out DeidentificationProfile profile)
            ? profile
            : throw new InvalidDataException($"'{text}' is no profile; there are basic and strict");

    internal static DeidentificationOptions ParseOptions(IEnumerable<string> words)
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

    private static ElementDecision Decision(string name, string word)
    {
        const string Replace = "replace:";
        if (word.StartsWith(Replace, StringComparison.OrdinalIgnoreCase))
        {
            return new ElementDecision(ElementAction.Replace, "plan", word[Replace.Length..].Trim());
        }

        return Enum.TryParse(word, true, out ElementAction action) && action != ElementAction.Replace
            ? new ElementDecision(action, "plan")
            : throw new InvalidDataException(
                string.Create(CultureInfo.InvariantCulture, $"'{word}' for {name} is no action")
            );
    }

    private ClinicalTrial? ParseTrial() =>
        Trial is null
            ? null
            : new ClinicalTrial(
                Trial.GetValueOrDefault("sponsor", ""),
                Trial.GetValueOrDefault("protocol", ""),
                Trial.GetValueOrDefault("protocolName", ""),
                Trial.GetValueOrDefault("site", ""),
                Trial.GetValueOrDefault("siteName", "")
            );

    private static string Name(Tag tag)
    {
        string keyword = AttributeRegistry.KeywordOf(tag);
        return keyword.Length > 0 ? keyword : tag.Value.ToString("X8", CultureInfo.InvariantCulture);
    }
}
