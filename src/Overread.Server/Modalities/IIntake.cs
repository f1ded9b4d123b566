using Overread.Deidentification.Patients;
using Overread.Server.Features.Intake;

namespace Overread.Server.Modalities;

/// <summary>Takes the files of one batch that belong to a modality, and makes entries of them that wait at the gate.</summary>
internal interface IIntake
{
    /// <summary>De-identifies one file, or has the context refuse it with a reason.</summary>
    /// <param name="file">The file in quarantine.</param>
    /// <param name="digest">Keyed digest of its bytes.</param>
    /// <exception cref="IOException">The disk cannot be read or written.</exception>
    void Take(ReceivedFile file, string digest);

    /// <summary>What the files taken say of their patients; empty for files that name none.</summary>
    IReadOnlyList<PatientSighting> Sightings => [];

    /// <summary>
    /// De-identifies again what bears another pseudonym than its own words give, now that it is known who is who. Called once,
    /// after the last file and before <see cref="Group"/>.
    /// </summary>
    /// <param name="who">Who is who among all files of the batch.</param>
    void Settle(PatientResolution who) { }

    /// <summary>Entries of all files taken, each of which may become an item.</summary>
    IReadOnlyList<IntakeEntry> Group();

    /// <summary>Looks in an entry for what no header tells, which takes long. Called for several entries side by side.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="step">Told after each of its <see cref="IntakeEntry.Steps"/>; safe for threads.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    IntakeEntry Seek(IntakeEntry entry, Action step, CancellationToken cancel);

    /// <summary>Writes what the gate's screens and report need into the batch's folder of what identifies.</summary>
    void Keep(IReadOnlyList<IntakeEntry> entries);
}
