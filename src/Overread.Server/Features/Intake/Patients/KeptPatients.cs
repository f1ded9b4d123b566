using Overread.Deidentification.Patients;
using Overread.Server.Features.Intake.Contracts;

namespace Overread.Server.Features.Intake.Patients;

/// <summary>
/// Who the patients of a batch are, as its files say: a file among what identifies, in quarantine, destroyed with it.
/// </summary>
/// <param name="Key">Fingerprint of the key by which the batch was de-identified.</param>
/// <param name="Entries">By entry; those whose files name no patients and that cannot be made again are not among them.</param>
internal sealed record KeptPatients(string Key, IReadOnlyDictionary<string, KeptEntry> Entries)
{
    /// <summary>What is kept of a batch; null where nothing is.</summary>
    public static KeptPatients? In(string details) => DetailFile.Read<KeptPatients>(PathIn(details));

    /// <summary>What is to be kept of entries that were just made.</summary>
    public static KeptPatients Of(string key, IEnumerable<IntakeEntry> entries, PatientResolution who) =>
        new(
            key,
            entries
                .Where(e => e.Sightings.Count > 0 || e.Sources.Count > 0)
                .ToDictionary(
                    e => e.Id,
                    e => new KeptEntry(
                        [.. e.Sightings.Select(s => KeptSighting.Of(s, who.SeedOf(s.Patient, s.Study)))],
                        e.Sources
                    )
                )
        );

    /// <summary>The same with entries made anew in place of others.</summary>
    public KeptPatients With(IEnumerable<string> gone, KeptPatients made) =>
        this with
        {
            Entries = Entries.ExceptBy(gone, e => e.Key).Concat(made.Entries).ToDictionary(e => e.Key, e => e.Value),
        };

    /// <summary>Keeps it, whole or not at all.</summary>
    public void Keep(string details) => DetailFile.Keep(PathIn(details), this);

    /// <summary>What entries say of their patients.</summary>
    public IEnumerable<PatientSighting> Sightings(IEnumerable<GateEntry> entries) =>
        entries.Where(e => Entries.ContainsKey(e.Id)).SelectMany(e => Entries[e.Id].Sightings).Select(s => s.Sighting);

    private static string PathIn(string details) => Path.Combine(details, "sightings.json");
}
