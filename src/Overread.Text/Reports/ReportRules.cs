using System.Text.Json;
using Overread.Text.Negation;

namespace Overread.Text.Reports;

/// <summary>
/// The rules of a report labeler: phrases of each finding, of structures that are called normal or enlarged, of context. Data: the
/// embedded ones are for chest radiographs, a file of the same form replaces them. A phrase is words separated by blanks; a star
/// at a word's end stands for any ending.
/// </summary>
public sealed class ReportRules
{
    /// <summary>The finding that is present where no other is.</summary>
    public const string NoFinding = "No Finding";

    /// <summary>The finding that does not stand against <see cref="NoFinding"/>.</summary>
    public const string SupportDevices = "Support Devices";

    private static readonly Lazy<ReportRules> Embedded = new(() =>
    {
        using Stream stream = typeof(ReportRules).Assembly.GetManifestResourceStream("chest-rules.json")!;
        using JsonDocument json = JsonDocument.Parse(stream);
        return new(json.RootElement);
    });

    private ReportRules(JsonElement json)
    {
        Name = Text(json, "name");
        Version = Text(json, "version");
        List<string> findings = [];
        PhraseTable mentions = new();
        foreach (JsonElement finding in json.GetProperty("findings").EnumerateArray())
        {
            string name = Text(finding, "name");
            mentions.Add(List(finding, "phrases"), findings.Count);
            mentions.Add(List(finding, "except"), findings.Count, except: true);
            findings.Add(name);
        }

        Findings = findings;
        PhraseTable structures = new();
        foreach (JsonElement structure in json.GetProperty("structures").EnumerateArray())
        {
            int finding = findings.IndexOf(Text(structure, "finding"));
            if (finding < 0)
            {
                throw new FormatException($"structures: {Text(structure, "finding")} is none of the findings.");
            }

            structures.Add(List(structure, "phrases"), finding);
            structures.Add(List(structure, "except"), finding, except: true);
        }

        JsonElement qualities = json.GetProperty("qualities");
        PhraseTable quality = new();
        quality.Add(List(qualities, "abnormal"), (int)FindingState.Present);
        quality.Add(List(qualities, "normal"), (int)FindingState.Absent);
        quality.Add(List(qualities, "uncertain"), (int)FindingState.Uncertain);
        Mentions = mentions;
        Structures = structures;
        Qualities = quality;
        Other = new();
        Other.Add(List(json, "other"), 0);
        SkippedSections = [.. List(json, "skippedSections")];
        Context = new ContextRules(json.GetProperty("context"));
    }

    /// <summary>The embedded rules: 14 findings of chest radiographs, in the columns of the CheXpert labeler (Irvin et al., AAAI 2019).</summary>
    public static ReportRules Chest => Embedded.Value;

    /// <summary>What the rules are for.</summary>
    public string Name { get; }

    /// <summary>Their version; a label is an outcome of one version.</summary>
    public string Version { get; }

    /// <summary>Names of the findings, in the order of columns.</summary>
    public IReadOnlyList<string> Findings { get; }

    internal PhraseTable Mentions { get; }
    internal PhraseTable Structures { get; }
    internal PhraseTable Qualities { get; }

    /// <summary>What has no column and is a finding all the same.</summary>
    internal PhraseTable Other { get; }
    internal HashSet<string> SkippedSections { get; }
    internal ContextRules Context { get; }

    /// <summary>Reads rules.</summary>
    /// <exception cref="FormatException">They have not the form; the message says where.</exception>
    public static ReportRules Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return new(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new FormatException($"Line {e.LineNumber + 1}: no JSON.", e);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException(
                "A field is missing or of another kind: name, version, findings, structures, qualities, other, skippedSections and context are meant.",
                e
            );
        }
    }

    private static string Text(JsonElement json, string field) => json.GetProperty(field).GetString()!;

    internal static IEnumerable<string> List(JsonElement json, string field) =>
        json.TryGetProperty(field, out JsonElement list) ? [.. list.EnumerateArray().Select(v => v.GetString()!)] : [];
}
