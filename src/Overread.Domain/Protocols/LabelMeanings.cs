namespace Overread.Domain.Protocols;

/// <summary>Says what the labels of a protocol mean, and which of them do not say it.</summary>
public static class LabelMeanings
{
    /// <summary>The dictionary of a protocol: each field, and after it its answers, in the order of the document.</summary>
    public static IReadOnlyList<LabelEntry> Of(ProtocolBody body)
    {
        List<LabelEntry> entries = [];
        for (int i = 0; i < body.Fields.Count; i++)
        {
            if (body.Fields[i] is not { } field)
            {
                continue;
            }

            LabelMeaning whole = field.Meaning ?? new();
            entries.Add(new($"/fields/{i}", field, null, whole, true));
            IReadOnlyList<Option> options = field.Options ?? [];
            for (int k = 0; k < options.Count; k++)
            {
                if (options[k] is { } option)
                {
                    entries.Add(
                        new(
                            $"/fields/{i}/options/{k}",
                            field,
                            option,
                            Over(option.Meaning ?? new(), whole),
                            !string.IsNullOrWhiteSpace(option.Meaning?.Measures)
                        )
                    );
                }
            }
        }

        return entries;
    }

    /// <summary>
    /// What a project that demands meanings finds wanting, a fault for each label. A field whose answers all say something of
    /// their own needs not say it again.
    /// </summary>
    public static IReadOnlyList<ProtocolFault> Lacking(ProtocolBody body)
    {
        IReadOnlyList<LabelEntry> entries = Of(body);
        return
        [
            .. entries
                .Where(e => e.Lacks.Count > 0 && !Answered(e, entries))
                .Select(e => new ProtocolFault(
                    e.Where + "/meaning",
                    $"{e.Name} does not say {string.Join(" and ", e.Lacks)}."
                )),
        ];
    }

    /// <summary>What is wrong with the words of a meaning.</summary>
    /// <param name="meaning">The meaning, or null.</param>
    /// <param name="where">JSON pointer to it.</param>
    internal static IEnumerable<ProtocolFault> Faults(LabelMeaning? meaning, string where) =>
        (meaning?.Texts() ?? [])
            .Select(t => (t.Name, Fault: FreeText.TooLong(t.Text)))
            .Where(t => t.Fault is not null)
            .Select(t => new ProtocolFault($"{where}/{t.Name}", t.Fault!.Title));

    /// <summary>Refuses a release whose labels do not say what they mean, where the project demands it; null else.</summary>
    /// <param name="demanded">The project demands it.</param>
    /// <param name="body">The protocol whose reads are released.</param>
    /// <param name="version">Its version.</param>
    public static Refusal? Release(bool demanded, ProtocolBody body, int version)
    {
        IReadOnlyList<ProtocolFault> lacking = demanded ? Lacking(body) : [];
        return lacking.Count == 0
            ? null
            : new(
                "release.meanings",
                $"Of protocol version {version}, {lacking.Count} labels do not say what they measure or how bad a wrong one is: {string.Join(" ", lacking.Take(5).Select(l => l.Message))}{(lacking.Count > 5 ? " …" : "")}",
                RefusalKind.Conflict
            )
            {
                Where = lacking[0].Where,
                Next =
                    "State it in the protocol and publish a version that says it; or lift the project's demand, which is on the record.",
                Facts = new Dictionary<string, object?>
                {
                    ["labels"] = lacking.Take(200).Select(l => l.Message).ToList(),
                },
            };
    }

    // The line of a field stands for its answers: where each of them has its own words, nothing is left that it would stand for.
    private static bool Answered(LabelEntry entry, IReadOnlyList<LabelEntry> entries)
    {
        List<LabelEntry> own = [.. entries.Where(o => o.Option is not null && o.Field == entry.Field)];
        return entry.Option is null && own.Count > 0 && own.TrueForAll(o => o.Lacks.Count == 0);
    }

    private static LabelMeaning Over(LabelMeaning own, LabelMeaning whole) =>
        new()
        {
            Measures = Said(own.Measures) ?? whole.Measures,
            DoesNotMeasure = Said(own.DoesNotMeasure) ?? whole.DoesNotMeasure,
            Rationale = Said(own.Rationale) ?? whole.Rationale,
            Severity = own.Severity ?? whole.Severity,
        };

    private static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
