using Overread.Domain.Governance;

namespace Overread.Domain.Fitness;

/// <summary>What a project demands of who reads its items. A project that never set any demands nothing of it.</summary>
public sealed record FitnessRules
{
    /// <summary>The longest washout, in days.</summary>
    public const int LongestWashout = 3650;

    private const int Longest = 100;

    /// <summary>The kind of qualification that a reader must hold for the protocol version in hand; null where none is demanded.</summary>
    public string? Qualification { get; init; }

    /// <summary>True where a licence has to be stated and to hold, also for what was begun.</summary>
    public bool Licence { get; init; }

    /// <summary>Kinds of agreements that a reader must have signed.</summary>
    public IReadOnlyList<string> Agreements { get; init; } = [];

    /// <summary>True where nobody who develops the model under test reads.</summary>
    public bool DevelopersApart { get; init; }

    /// <summary>True where nobody reads an item of their own site.</summary>
    public bool SitesApart { get; init; }

    /// <summary>The countries that readers may work from, ISO 3166-1 alpha-2; null or empty where none are demanded (GDPR 44 to 49).</summary>
    public IReadOnlyList<string>? Countries { get; init; }

    /// <summary>Days before the same reader has the same item again, 1 to 3,650; null where none are demanded.</summary>
    public int? WashoutDays { get; init; }

    /// <summary>Says what is wrong with them; null where nothing is.</summary>
    public Refusal? Fault() =>
        Qualification is not null && !IsWord(Qualification)
            ? new("fitness.form", "The kind of a qualification has 1 to 100 characters, or is left out.")
            {
                Where = "qualification",
            }
        : Agreements.Any(a => !IsWord(a)) || Agreements.Count > 20
            ? new("fitness.form", "At most 20 kinds of agreements, each of 1 to 100 characters.")
            {
                Where = "agreements",
            }
        : (Countries ?? []).Any(c => !Destination.IsCountry(c)) || Countries is { Count: > 100 }
            ? new("fitness.form", "Countries are two capital letters each (ISO 3166-1), at most 100.")
            {
                Where = "countries",
            }
        : WashoutDays is < 1 or > LongestWashout
            ? new("fitness.form", "A washout lasts 1 to 3,650 days, or is left out.") { Where = "washoutDays" }
        : null;

    private static bool IsWord(string text) => !string.IsNullOrWhiteSpace(text) && FreeText.Length(text) <= Longest;
}
