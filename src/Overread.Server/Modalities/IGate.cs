using System.Data.Common;
using Overread.Server.Features.Intake;
using Overread.Server.Features.Intake.Contracts;
using Overread.Storage;

namespace Overread.Server.Modalities;

/// <summary>A modality's part of the gate: what a person decides about its entries, and what approval does to them.</summary>
internal interface IGate
{
    /// <summary>A plan of the modality.</summary>
    /// <param name="document">The plan as JSON, as a project chose it; null for the one that the platform begins with.</param>
    /// <exception cref="RefusedException">The document says something that no plan can do, or the modality takes none.</exception>
    AppliedPlan PlanOf(string? document);

    /// <summary>The codes of refusals that say what a person has still to decide in the modality's stage.</summary>
    IReadOnlyList<string> Undecided => [];

    /// <summary>The type of <see cref="Show"/>'s answer.</summary>
    Type Detail { get; }

    /// <summary>Lays an entry before the gate: appends the modality's events about it.</summary>
    /// <returns>What its stage begins with, as JSON: see <see cref="GateReview.Work"/>.</returns>
    string Lay(IUnitOfWork u, About about, string batch, IntakeEntry entry);

    /// <summary>What people have done in the modality's stage about these entries, by entry.</summary>
    IReadOnlyDictionary<string, GateWork> Works(DbConnection c, IReadOnlyList<GateEntry> entries);

    /// <summary>What was left undone about an entry and stands against a claim about it: one sentence each.</summary>
    IReadOnlyList<string> Undone(GateEntry entry) => [];

    /// <summary>Records what follows from the approval of an entry for what its stage had left open.</summary>
    void Approved(IUnitOfWork u, About about, string batch, GateEntry entry, string? reason);

    /// <summary>
    /// Carries out what a person approved, beside the cleaned files, so that it can be done again after a crash.
    /// </summary>
    /// <param name="entry">What a person has decided.</param>
    /// <param name="clean">The folder of the cleaned files.</param>
    /// <param name="details">The folder of what identifies.</param>
    CleanedEntry Clean(GateEntry entry, string clean, string details);

    /// <summary>
    /// The item with which an entry goes that has nothing to read of its own (<see cref="EntryFacts.IsAddition"/>); null where
    /// it is not there, or not yet.
    /// </summary>
    string? ItemOf(DbConnection c, string project, GateEntry entry) => null;

    /// <summary>Forgets an entry that has left the gate.</summary>
    void Remove(DbConnection c, string entry);

    /// <summary>The entry as the modality's screen needs it.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="address">The entry's address in the API.</param>
    /// <param name="clean">The folder of the cleaned files.</param>
    /// <param name="details">The folder of what identifies.</param>
    EntryDetail Show(GateEntry entry, string address, string clean, string details);

    /// <summary>How often each element of the batch's files was kept, changed, removed or added; never a value.</summary>
    IReadOnlyList<BatchReport.ElementCount> Elements(string details);

    /// <summary>How many patients share what is left about them; null where nothing is known of it.</summary>
    BatchReport.Linkage? Linkage(string details);
}
