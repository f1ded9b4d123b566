namespace Overread.Domain.Protocols.Kinds;

/// <summary>What kinds need to know of a field's options.</summary>
internal static class OptionList
{
    /// <summary>For kinds that have no options.</summary>
    public static IEnumerable<ProtocolFault> None(Field field, string where) =>
        field.Options is { Count: > 0 }
            ? [new(where + "/options", $"A field of the kind {field.Kind} has no options.")]
            : [];

    /// <summary>For kinds that are answered by options.</summary>
    public static IEnumerable<ProtocolFault> AtLeastTwo(Field field, string where) =>
        (field.Options?.Count ?? 0) < 2
            ? [new(where + "/options", "The field needs at least two options."), .. Faults(field, where)]
            : Faults(field, where);

    /// <summary>Faults of the options that are there.</summary>
    public static IEnumerable<ProtocolFault> Faults(Field field, string where)
    {
        HashSet<string> ids = [];
        HashSet<string> keys = [];
        HashSet<string> titles = new(StringComparer.OrdinalIgnoreCase);
        IReadOnlyList<Option> options = field.Options ?? [];
        for (int i = 0; i < options.Count; i++)
        {
            // A draft of an earlier build may hold nothing where an option should be.
            if (options[i] is not { } option)
            {
                yield return new($"{where}/options/{i}", "There is no option here.");
                continue;
            }

            if (!ProtocolCheck.IsId(option.Id) || !ids.Add(option.Id))
            {
                yield return new(
                    $"{where}/options/{i}/id",
                    "An option's id is unique in its field and has lower-case letters, digits, '-' and '_'."
                );
            }

            if (string.IsNullOrWhiteSpace(option.Title))
            {
                yield return new($"{where}/options/{i}/title", "The option needs a title.");
            }
            else if (
                !titles.Add(string.Join(' ', option.Title.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
            )
            {
                yield return new(
                    $"{where}/options/{i}/title",
                    $"Two options of the field are called {option.Title.Trim()}: people could not tell them apart."
                );
            }

            if (option.Key is { } key && (key.Length != 1 || !char.IsAsciiDigit(key[0]) || !keys.Add(key)))
            {
                yield return new(
                    $"{where}/options/{i}/key",
                    "A key is one digit, and no other option of the field has it."
                );
            }
        }
    }

    /// <summary>True when the field offers that option.</summary>
    public static bool Has(Field field, string? id) => field.Options?.Any(o => o.Id == id) ?? false;

    /// <summary>The ids, for a sentence.</summary>
    public static string Ids(Field field) => string.Join(", ", (field.Options ?? []).Select(o => o.Id));
}
