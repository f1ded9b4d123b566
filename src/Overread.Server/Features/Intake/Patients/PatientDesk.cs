using System.Data.Common;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Features.Keys.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Intake.Patients;

/// <summary>Asks who is who among the entries of a batch, as of now.</summary>
internal sealed class PatientDesk(Batches batches, PatientVault vault, ProjectKeys keys)
{
    /// <summary>What is asked about the entries that wait; null where their files name no patients, or the key was destroyed.</summary>
    /// <exception cref="RefusedException">The key is not in the vault.</exception>
    public PatientQuestions? Of(DbConnection c, string project, string batch, IEnumerable<string> waiting) =>
        KeptPatients.In(batches.Details(batch)) is { Entries.Count: > 0 } kept
        && !ProjectKeys.IsDestroyed(c, project, kept.Key)
            ? new PatientQuestions(kept, waiting, vault.Read(project, kept.Key), keys.Held(project, kept.Key))
            : null;

    /// <summary>The entries, each with where it stands.</summary>
    public List<GateEntry> Mark(DbConnection c, string project, string batch, List<GateEntry> entries) =>
        Of(c, project, batch, entries.Select(e => e.Id)) is { } questions
            ? [.. entries.Select(e => e with { Patient = questions.Of(e.Id) })]
            : entries;
}
