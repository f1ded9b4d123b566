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

    private const string Unsearched =
        "Its header names a region without a face, and nothing bears that out: it makes no volume in which a skull could be looked for.";

    // Fewer images than a volume has.
    private const int FewParts = 6;

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

    /// <summary>
    /// The entry with those series as heads whose header names another region and in which a skull is all the same, or could not
    /// be looked for.
    /// </summary>
    private ImagingEntry WithSkulls(ImagingEntry entry, Action step, CancellationToken cancel)
    {
        List<string> skulls = [];
        List<string> unsearched = [];
        foreach (IReadOnlyList<SeriesFacts> volume in Volumes(entry))
        {
            cancel.ThrowIfCancellationRequested();
            lock (_one)
            {
                List<string>? to = SeriesFaces.SearchSkull([.. volume.SelectMany(series => Open(entry, series))]) switch
                {
                    SkullSearch.Skull => skulls,
                    SkullSearch.NotSearched => unsearched,
                    _ => null,
                };
                to?.AddRange(volume.Select(series => series.Id));
            }

            foreach (SeriesFacts _ in volume)
            {
                step();
            }
        }

        string[] reasons =
        [
            .. skulls.Count > 0 ? [Skull] : (IEnumerable<string>)[],
            .. unsearched.Count > 0 ? [Unsearched] : (IEnumerable<string>)[],
        ];
        return reasons.Length == 0
            ? entry
            : entry with
            {
                Heads = [.. entry.Heads, .. skulls, .. unsearched],
                Held = entry.Held ?? new("face", reasons[0]),
                Reasons = [.. entry.Reasons, .. reasons],
                Risk = Math.Max(entry.Risk, StudyEntry.Risk(ReviewReason.FaceMayBeReconstructed)),
            };
    }

    /// <summary>Series by themselves; those of a few images together, for a volume may come as a series for each slice.</summary>
    private static IEnumerable<IReadOnlyList<SeriesFacts>> Volumes(ImagingEntry entry)
    {
        ILookup<bool, SeriesFacts> series = entry
            .Facts.Item.Series.Where(s => entry.Volumes.Contains(s.Id))
            .ToLookup(s => s.Files.Sum(f => f.Content.Parts) < FewParts);
        foreach (SeriesFacts own in series[false])
        {
            yield return [own];
        }

        if (series[true].Any())
        {
            yield return [.. series[true]];
        }
    }

    private Func<DicomFile>[] Open(ImagingEntry entry, SeriesFacts series) =>
        [
            .. series.Files.Select(f =>
                (Func<DicomFile>)(() => DicomFile.Read(Path.Combine(clean, entry.Facts.Paths[f.Id])))
            ),
        ];
}
