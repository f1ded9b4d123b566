namespace Overread.Server.Features.Intake.Patients;

/// <summary>Of one entry: who its files say their patients are, and where the files lie.</summary>
/// <param name="Sightings">One per written form of a patient and study.</param>
/// <param name="Sources">The received files it was made of.</param>
internal sealed record KeptEntry(IReadOnlyList<KeptSighting> Sightings, IReadOnlyList<ReceivedFile> Sources);
