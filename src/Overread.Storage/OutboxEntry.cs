namespace Overread.Storage;

/// <summary>Something that a unit of work left to be done once it is durable.</summary>
/// <param name="Id">Its id: whoever does it twice under the same id must not do twice what it means.</param>
/// <param name="Kind">Who does it: the name of an <see cref="IOutboxWork"/>.</param>
/// <param name="Body">What is to be done, in that one's own words.</param>
/// <param name="Actor">On whose behalf.</param>
/// <param name="Left">When the unit left it.</param>
/// <param name="Tries">How often it was tried and failed.</param>
/// <param name="Due">When it is to be tried next.</param>
/// <param name="Problem">What the last try failed with, or null before the first failure.</param>
public sealed record OutboxEntry(
    string Id,
    string Kind,
    string Body,
    Actor Actor,
    DateTimeOffset Left,
    int Tries,
    DateTimeOffset Due,
    string? Problem
);
