using System.Text.Json;
using Overread.Domain.Intake;
using Overread.Domain.Record;

namespace Overread.Server.Modalities;

/// <summary>What a bundle and the audit page say of a modality's files and events.</summary>
internal interface IPaper
{
    /// <summary>
    /// Its events at the gate that a bundle discloses: counts, hashes of what passed, places; none with a person's words or
    /// with what identifies.
    /// </summary>
    IReadOnlySet<string> Disclosed { get; }

    /// <summary>Of them, those by which content was taken away as a person had approved.</summary>
    IReadOnlyList<string> Cleaning { get; }

    /// <summary>One of its events as a plain sentence; null where it is none of its own.</summary>
    /// <param name="actor">Who did it.</param>
    /// <param name="type">The event's name.</param>
    /// <param name="happened">The event.</param>
    string? Sentence(string actor, string type, JsonElement happened);

    /// <summary>Columns of a bundle's table of files.</summary>
    IReadOnlyList<FileColumn> Columns { get; }

    /// <summary>Its plan of that hash; null where this build has none.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="documents">Plans that projects have chosen, as JSON.</param>
    PlanPaper? Plan(string hash, IEnumerable<string> documents);

    /// <summary>What was done to its entries of a batch; null where there is nothing to say.</summary>
    /// <param name="events">All events of the batch.</param>
    PrivacyPart? Privacy(IReadOnlyList<Envelope> events);

    /// <summary>What a reader of the privacy paper may look for and nobody records, by name; with the reason.</summary>
    IReadOnlyDictionary<string, string> Unknown { get; }

    /// <summary>Facts that the record does not hold but its files may, by name; with where.</summary>
    IReadOnlyDictionary<string, string> Hints { get; }

    /// <summary>By what a population table counts its items, beside what every item has.</summary>
    IReadOnlyList<(string Name, Func<ItemFacts, string> ValueOf)> Covariates { get; }
}
