namespace Overread.Quality.Readers;

/// <summary>Who is paid what: a person's own rate, else that of the group, else the general one.</summary>
/// <param name="General">For whom nothing else holds.</param>
/// <param name="Groups">Rate by group.</param>
/// <param name="Persons">Rate by person.</param>
public sealed record RateCard(
    Rate General,
    IReadOnlyDictionary<string, Rate>? Groups = null,
    IReadOnlyDictionary<string, Rate>? Persons = null
)
{
    /// <summary>The rate that holds for a person in a group.</summary>
    public Rate Of(string person, string group) =>
        Persons is not null && Persons.TryGetValue(person, out Rate own) ? own
        : Groups is not null && Groups.TryGetValue(group, out Rate common) ? common
        : General;
}
