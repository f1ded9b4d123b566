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
            CheckField(body, body.Fields[i], $"/fields/{i}", before, faults);
            before.Add(body.Fields[i].Id);
        }

        CheckPolicy(body.Policy, faults);
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

        CheckOptions(field, where, faults);
        if (field.Kind == FieldKind.Number && field.Min > field.Max)
        {
            faults.Add(new(where + "/min", "The smallest number allowed is greater than the largest."));
        }

        if (field.When is { } when)
        {
            if (!before.Contains(when.Field))
            {
                faults.Add(new(where + "/when/field", $"There is no field {when.Field} before this one."));
            }
            else
            {
                Field other = body.Field(when.Field)!;
                foreach (string value in when.Is.Where(v => !AnswersOf(other).Contains(v)))
                {
                    faults.Add(new(where + "/when/is", $"{other.Title} has no answer {value}."));
                }
            }
        }
    }

    private static void CheckOptions(Field field, string where, List<ProtocolFault> faults)
    {
        bool wants = field.Kind is FieldKind.Choice or FieldKind.Multichoice or FieldKind.Ordinal;
        IReadOnlyList<Option> options = field.Options ?? [];
        if (wants && options.Count < 2)
        {
            faults.Add(new(where + "/options", "The field needs at least two options."));
        }

        if (!wants && !field.HasMarks && options.Count > 0)
        {
            faults.Add(new(where + "/options", $"A field of the kind {field.Kind} has no options."));
        }

        HashSet<string> ids = [];
        HashSet<string> keys = [];
        for (int i = 0; i < options.Count; i++)
        {
            Option option = options[i];
            if (!IsId(option.Id) || !ids.Add(option.Id))
            {
                faults.Add(
                    new(
                        $"{where}/options/{i}/id",
                        "An option's id is unique in its field and has lower-case letters, digits, '-' and '_'."
                    )
                );
            }

            if (option.Key is { } key && (key.Length != 1 || !char.IsAsciiDigit(key[0]) || !keys.Add(key)))
            {
                faults.Add(
                    new($"{where}/options/{i}/key", "A key is one digit, and no other option of the field has it.")
                );
            }
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
    }

    /// <summary>The answers that a condition may name: answer states in camelCase, and option ids.</summary>
    public static IEnumerable<string> AnswersOf(Field field) =>
        ((string[])["present", "absent", "uncertain", "notAssessed"]).Concat((field.Options ?? []).Select(o => o.Id));

    private static bool IsId(string id) =>
        id.Length is > 0 and <= 64
        && char.IsAsciiLetterLower(id[0])
        && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_');
}
