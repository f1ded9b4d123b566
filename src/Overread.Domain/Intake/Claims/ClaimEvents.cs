using Overread.Domain.Record;

namespace Overread.Domain.Intake.Claims;

/// <summary>A project chose how the files of a modality are de-identified from now on.</summary>
/// <param name="Modality">Which.</param>
/// <param name="PlanHash">SHA-256 of the plan.</param>
/// <param name="Document">The plan as JSON, in its modality's words; null for the one that the platform begins with.</param>
/// <param name="Reason">Why; null for a first choice.</param>
public sealed record PlanChosen(string Modality, string PlanHash, string? Document, string? Reason) : DomainEvent;

/// <summary>A project chose what it claims of its data from now on.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Reason">Why; null for a first choice.</param>
public sealed record ClaimChosen(ProjectClaim Claim, string? Reason) : DomainEvent;

/// <summary>A claim was made of the entries that passed the gate with a decision: nothing stood against it in any of them.</summary>
/// <param name="Claim">The claim, as it stood that day.</param>
/// <param name="PlanHashes">The plans by which they were de-identified.</param>
/// <param name="Entries">Their ids.</param>
public sealed record ClaimMade(ProjectClaim Claim, IReadOnlyList<string> PlanHashes, IReadOnlyList<string> Entries)
    : DomainEvent;
