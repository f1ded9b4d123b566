using Overread.Domain.Record;

namespace Overread.Domain.Intake;

/// <summary>
/// A steward said who is one patient and who is two. Numbers, names and the reason are in the vault alone; here stand
/// pseudonyms.
/// </summary>
/// <param name="Finding">Id of the question, derived with the project's key.</param>
/// <param name="Kind">Why it was asked, such as <c>NearNumbers</c>.</param>
/// <param name="Decision">
/// <c>same</c>, <c>different</c>, <c>first</c> or <c>second</c> (whose a study of two is), or <c>open</c> where a decision
/// was taken back.
/// </param>
/// <param name="Pseudonyms">Pseudonyms that the two have from now on: one where they are one.</param>
public sealed record PatientsDecided(string Finding, string Kind, string Decision, IReadOnlyList<string> Pseudonyms)
    : DomainEvent;

/// <summary>Decisions about patients were taken from a file, all of them.</summary>
/// <param name="ContentHash">SHA-256 of its bytes, keyed with the project's secret.</param>
/// <param name="Decisions">Decisions that it holds.</param>
/// <param name="Added">Those of them that were new.</param>
public sealed record PatientDecisionsTaken(string ContentHash, int Decisions, int Added) : DomainEvent;

/// <summary>Entries at the gate were made again of their files, because decisions about patients give them other pseudonyms.</summary>
/// <param name="Entries">Ids of the entries that went.</param>
/// <param name="Made">Ids of those made in their place.</param>
public sealed record EntriesPreparedAgain(IReadOnlyList<string> Entries, IReadOnlyList<string> Made) : DomainEvent;
