using Overread.Deidentification.Risk;
using Overread.Dicom.Deidentify;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Modalities.Imaging.Intake;
using BatchReport = Overread.Server.Features.Intake.Contracts.BatchReport;

namespace Overread.Server.Modalities.Imaging.Gate;

/// <summary>What the gate's screens and report need of a batch of images and what identifies: it lies in quarantine.</summary>
/// <param name="folder">The batch's folder for what identifies.</param>
internal sealed class GateDetails(string folder)
{
    private string Tally => Path.Combine(folder, "tally.json");

    // What is left about each patient by which somebody who knows them could find them.
    private string Patients => Path.Combine(folder, "patients.json");

    public void Keep(string entry, IReadOnlyList<GateElement> elements) => DetailFile.Keep(PathOf(entry), elements);

    public void KeepTally(IReadOnlyList<BatchReport.ElementCount> tally) => DetailFile.Keep(Tally, tally);

    /// <summary>Keeps what is left about patients, added to what is kept of others.</summary>
    /// <param name="patients">As many as there are files.</param>
    /// <param name="former">Subjects whose files were made again; what was kept of them goes.</param>
    public void KeepPatients(IReadOnlyList<ImagingEntry.Patient> patients, IReadOnlyCollection<string> former) =>
        DetailFile.Keep(
            Patients,
            (DetailFile.Read<List<ImagingEntry.Patient>>(Patients) ?? [])
                .Where(p => !former.Contains(p.Subject))
                .Concat(patients)
                .GroupBy(p => p.Subject)
                .Select(g => new ImagingEntry.Patient(g.Key, QuasiIdentifiers.Join(g.Select(p => p.Values))))
        );

    /// <summary>The elements of an entry before and after; empty where they are gone.</summary>
    public IReadOnlyList<GateElement> Elements(string entry) => DetailFile.Read<List<GateElement>>(PathOf(entry)) ?? [];

    /// <summary>Counts per element and action, without any value; empty where they are gone.</summary>
    public IReadOnlyList<BatchReport.ElementCount> Counts =>
        DetailFile.Read<List<BatchReport.ElementCount>>(Tally) ?? [];

    /// <summary>How many patients share what is left about them; null where it is gone.</summary>
    public BatchReport.Linkage? Linkage =>
        DetailFile.Read<List<ImagingEntry.Patient>>(Patients) is { } patients
            ? new(
                patients.Count,
                BatchReport.SmallCell,
                patients.Count == 0
                    ? []
                    : RiskTable.Compute(
                        QuasiIdentifiers.Columns,
                        [.. patients.Select(p => p.Values)],
                        BatchReport.SmallCell
                    )
            )
            : null;

    private string PathOf(string entry) => Path.Combine(folder, entry + ".json");
}
