using Overread.Dicom;
using Overread.Dicom.Deface;
using Overread.Dicom.Deidentify;
using Overread.Domain.Intake;
using Overread.Domain.Modalities.Imaging;
using Overread.Server.Modalities.Imaging.Gate;

namespace Overread.Server.Modalities.Imaging.Intake;

/// <summary>
/// Looks for a cut in every series of an entry in which a face may be seen, and lays it before a person with pictures of
/// before and after. Nothing is changed here.
/// </summary>
/// <param name="clean">The folder of the cleaned files.</param>
/// <param name="details">The folder for what identifies.</param>
internal sealed class FaceScan(string clean, string details)
{
    private const string Skull =
        "A skull is in it, though its header names another region: a face could be rendered from it.";

    // Entries are looked at side by side; of volumes one is in memory at a time.
    private readonly Lock _one = new();

    /// <summary>The entry with what was found about each series.</summary>
    public ImagingEntry Seek(ImagingEntry entry, Action step, CancellationToken cancel)
    {
        entry = WithSkulls(entry, step, cancel);
        if (entry.Heads.Count == 0)
        {
            return entry;
        }

        FaceFolder folder = new(details, entry.Id);
        List<GateFace> faces = [];
        foreach (SeriesFacts series in entry.Facts.Item.Series.Where(s => entry.Heads.Contains(s.Id)))
        {
            cancel.ThrowIfCancellationRequested();
            FaceProposal proposal;
            lock (_one)
            {
                proposal = SeriesFaces.Propose(Open(entry, series));
                folder.Keep(series.Id, proposal);
            }

            faces.Add(
                new(
                    series.Id,
                    series.Files.Count,
                    proposal.Problem == FaceProblem.None ? null : proposal.Problem.ToString(),
                    proposal.Cut?.Hash,
                    "proposed"
                )
                {
                    RemovedMillilitres = proposal.Figures?.RemovedMillilitres,
                    SkinLeft = proposal.Figures?.SkinLeft,
                    BrainMillilitres = proposal.Figures?.BrainMillilitres,
                }
            );
            step();
        }

        return entry with
        {
            Faces = faces,
        };
    }

    /// <summary>The entry with those series as heads whose header names another region and in which a skull is all the same.</summary>
    private ImagingEntry WithSkulls(ImagingEntry entry, Action step, CancellationToken cancel)
    {
        List<string> skulls = [];
        foreach (SeriesFacts series in entry.Facts.Item.Series.Where(s => entry.Volumes.Contains(s.Id)))
        {
            cancel.ThrowIfCancellationRequested();
            lock (_one)
            {
                if (SeriesFaces.HasSkull(Open(entry, series)))
                {
                    skulls.Add(series.Id);
                }
            }

            step();
        }

        return skulls.Count == 0
            ? entry
            : entry with
            {
                Heads = [.. entry.Heads, .. skulls],
                Held = entry.Held ?? new("face", Skull),
                Reasons = [.. entry.Reasons, Skull],
                Risk = Math.Max(entry.Risk, StudyEntry.Risk(ReviewReason.FaceMayBeReconstructed)),
            };
    }

    private Func<DicomFile>[] Open(ImagingEntry entry, SeriesFacts series) =>
        [
            .. series.Files.Select(f =>
                (Func<DicomFile>)(() => DicomFile.Read(Path.Combine(clean, entry.Facts.Paths[f.Id])))
            ),
        ];
}
