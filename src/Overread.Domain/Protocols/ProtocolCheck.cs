using Overread.Domain.Marks;

namespace Overread.Domain.Protocols;

/// <summary>Says what is wrong with a protocol before it is published.</summary>
public static class ProtocolCheck
{
    /// <summary>Every fault, in the order of the document; empty for a protocol that can be published.</summary>
    public static IReadOnlyList<ProtocolFault> Faults(ProtocolBody body)
    {
        List<ProtocolFault> faults = [];
        if (string.IsNullOrWhiteSpace(body.Title))
        {
            faults.Add(new("/title", "The protocol needs a title."));
        }

        if (body.Fields.Count == 0)
        {
            faults.Add(new("/fields", "A protocol asks at least one question."));
        }

        HashSet<string> before = [];
        for (int i = 0; i < body.Fields.Count; i++)
        {
            // A draft of an earlier build may hold nothing where a field should be.
            if (body.Fields[i] is null)
            {
                faults.Add(new($"/fields/{i}", "There is no field here."));
                continue;
            }

            CheckField(body, body.Fields[i], $"/fields/{i}", before, faults);
            before.Add(body.Fields[i].Id);
        }

        CheckPolicy(body.Policy, faults);
        HangingCheck.Check(body.Hangings, faults);
        return faults;
    }

    private static void CheckField(
        ProtocolBody body,
        Field field,
        string where,
        HashSet<string> before,
        List<ProtocolFault> faults
    )
    {
        if (!IsId(field.Id))
        {
            faults.Add(
                new(where + "/id", "An id has lower-case letters, digits, '-' and '_' and begins with a letter.")
            );
        }
        else if (before.Contains(field.Id))
        {
            faults.Add(new(where + "/id", $"Two fields are called {field.Id}."));
        }

        if (string.IsNullOrWhiteSpace(field.Title))
        {
            faults.Add(new(where + "/title", "The field needs a title."));
        }

        faults.AddRange(field.Kind.Faults(field, where));
        faults.AddRange(LabelMeanings.Faults(field.Meaning, where + "/meaning"));
        faults.AddRange(
            (field.Options ?? []).SelectMany((o, k) => LabelMeanings.Faults(o?.Meaning, $"{where}/options/{k}/meaning"))
        );
        if (field.Match is { } rule)
        {
            CheckRule(field, rule, where + "/match", faults);
        }

        if (field.When is { } when)
        {
            CheckCondition(body, when, where + "/when", before, faults);
        }
    }

    private static void CheckRule(Field field, MatchRule rule, string where, List<ProtocolFault> faults)
    {
        if (field.Kind.Measures.FirstOrDefault(m => m.Name == rule.Measure) is not { } measure)
        {
            string offered = string.Join(", ", field.Kind.Measures.Select(m => m.Name));
            faults.Add(
                new(
                    where + "/measure",
                    offered.Length == 0
                        ? $"Answers of the kind {field.Kind} are the same or not; there is nothing to measure."
                        : $"Nearness of {field.Kind} is measured by one of: {offered}."
                )
            );
        }
        else if (measure.Fault(rule) is { } fault)
        {
            faults.Add(new(where + "/threshold", fault));
        }
    }

    private static void CheckCondition(
        ProtocolBody body,
        Condition when,
        string where,
        HashSet<string> before,
        List<ProtocolFault> faults
    )
    {
        if (!before.Contains(when.Field))
        {
            faults.Add(new(where + "/field", $"There is no field {when.Field} before this one."));
            return;
        }

        Field other = body.Field(when.Field)!;
        if (when.Is.Count == 0)
        {
            faults.Add(new(where + "/is", "The condition names no answer, so the field would never be asked."));
        }

        IReadOnlyList<string> words = other.Words();
        foreach (string value in when.Is.Where(v => !words.Contains(v)))
        {
            faults.Add(new(where + "/is", $"{other.Title} has no answer {value}."));
        }
    }

    private static void CheckPolicy(ReadingPolicy policy, List<ProtocolFault> faults)
    {
        if (policy.Readers is < 1 or > 20)
        {
            faults.Add(new("/policy/readers", "An item is read by 1 to 20 readers."));
        }

        if (policy.RecheckShare is < 0 or > 1 || double.IsNaN(policy.RecheckShare))
        {
            faults.Add(new("/policy/recheckShare", "The share to check again lies between 0 and 1."));
        }

        if (policy.BoxOverlap is <= 0 or > 1)
        {
            faults.Add(new("/policy/boxOverlap", "The overlap of two boxes lies above 0 and at most at 1."));
        }

        if (policy.PointDistance is <= 0)
        {
            faults.Add(new("/policy/pointDistance", "The distance of two points lies above 0."));
        }
    }

    internal static bool IsId(string id) =>
        id.Length is > 0 and <= 64
        && char.IsAsciiLetterLower(id[0])
        && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_');
}
