using System.Globalization;
using Overread.Dicom.Deidentify.Plans;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Overread.Cli.Deidentification;

/// <summary>A plan as the text of a YAML file.</summary>
internal static class PlanText
{
    /// <summary>The file of a plan, to be kept beside the data; read again it gives the same plan.</summary>
    internal static string Print(DeidentificationPlan plan)
    {
        PlanDocument document = PlanDocument.Of(plan);
        StringWriter text = new() { NewLine = "\n" };
        text.Write(
            $"# PS3.15 {DeidentificationPlan.Edition}, rules {DeidentificationPlan.RulesVersion}, hash {plan.Hash}\n"
        );
        // Event by event: a program that is compiled ahead cannot ask a type for its members.
        Emitter emitter = new(
            text,
            new EmitterSettings(2, int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024, indentSequences: true)
        );
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, true));
        emitter.Emit(new MappingStart());
        Pair(emitter, "version", document.Version.ToString(CultureInfo.InvariantCulture));
        Pair(emitter, "profile", document.Profile);
        List(emitter, "options", document.Options);
        Map(emitter, "elements", document.Elements);
        List(emitter, "terms", document.Terms);
        Map(emitter, "trial", document.Trial ?? []);
        emitter.Emit(new MappingEnd());
        emitter.Emit(new DocumentEnd(true));
        emitter.Emit(new StreamEnd());
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static void List(Emitter emitter, string name, List<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        Word(emitter, name);
        emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, true, SequenceStyle.Block));
        foreach (string value in values)
        {
            Word(emitter, value);
        }

        emitter.Emit(new SequenceEnd());
    }

    private static void Map(Emitter emitter, string name, Dictionary<string, string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        Word(emitter, name);
        emitter.Emit(new MappingStart());
        foreach ((string key, string value) in values)
        {
            Pair(emitter, key, value);
        }

        emitter.Emit(new MappingEnd());
    }

    private static void Pair(Emitter emitter, string key, string value)
    {
        Word(emitter, key);
        Word(emitter, value);
    }

    // A word that a reader of YAML would take for nothing stands in quotes.
    private static void Word(Emitter emitter, string text) =>
        emitter.Emit(
            new YamlDotNet.Core.Events.Scalar(
                AnchorName.Empty,
                TagName.Empty,
                text,
                text is "~" || text.Equals("null", StringComparison.OrdinalIgnoreCase)
                    ? ScalarStyle.SingleQuoted
                    : ScalarStyle.Any,
                true,
                true
            )
        );
}
