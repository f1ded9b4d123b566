using System.Collections.Concurrent;
using Overread.Dicom.Deface;
using Overread.Dicom.Deidentify.Plans;

namespace Overread.Dicom.Deidentify.Batch;

/// <summary>
/// The step of a batch that removes faces (option 113102). A face is a matter of a whole series, so files of CT, MR and PET
/// are set aside until all have been met, and none is written before. In a series of which one file may show a face all
/// may.
/// </summary>
internal sealed class FacePass(DeidentificationPlan plan, BatchOptions options)
{
    private readonly bool _on = plan.Options.HasFlag(DeidentificationOptions.CleanRecognizableVisualFeatures);
    private readonly ConcurrentBag<Waiting> _waiting = [];
    private readonly List<FaceSeries> _series = [];

    /// <summary>A file that waits for the others of its series.</summary>
    /// <param name="Number">Its number in the batch.</param>
    /// <param name="Source">Where it is.</param>
    /// <param name="Mark">Its mark in the journal.</param>
    /// <param name="Series">Series of the output; the file's own number where it names none.</param>
    /// <param name="IsHead">True where a face may be seen.</param>
    internal sealed record Waiting(int Number, BatchSource Source, string Mark, string Series, bool IsHead);

    /// <summary>Cuts of this run, sorted; nobody has approved them.</summary>
    internal FacePlan? Proposals =>
        _on ? new FacePlan("", [.. _series.OrderBy(s => s.Series, StringComparer.Ordinal)]) : null;

    /// <summary>Files set aside, series by series, in the order of their numbers.</summary>
    internal IEnumerable<IReadOnlyList<Waiting>> Series =>
        _waiting
            .GroupBy(w => w.Series)
            .Select(g => (IReadOnlyList<Waiting>)[.. g.OrderBy(w => w.Number)])
            .OrderBy(g => g[0].Number);

    /// <summary>Sets a file aside; false where it need not wait.</summary>
    internal bool SetAside(
        int number,
        BatchSource source,
        string mark,
        DicomFile output,
        DeidentificationAccount account
    )
    {
        if (!_on || !output.Dataset.Contains(Tags.PixelData) || !HeadRules.IsVolume(output))
        {
            return false;
        }

        string series = output.Dataset.GetText(Tags.SeriesInstanceUid) ?? $"file {number}";
        bool head = account.Reviews.Contains(ReviewReason.FaceMayBeReconstructed);
        _waiting.Add(new Waiting(number, source, mark, series, head));
        return true;
    }

    /// <summary>Looks for the cut of a series; null where it has no head to cut.</summary>
    /// <exception cref="IOException">A file cannot be read a second time.</exception>
    internal FaceProposal? Propose(IReadOnlyList<Waiting> series)
    {
        Func<DicomFile>[] files = [.. series.Select(w => (Func<DicomFile>)(() => DicomFile.Read(w.Source.Open())))];
        // A header that names another region may be wrong: a skull is one all the same.
        if (!series.Any(w => w.IsHead) && SeriesFaces.SearchSkull(files) == SkullSearch.None)
        {
            return null;
        }

        FaceProposal proposal = SeriesFaces.Propose(files);
        FaceSeries seen = new(
            series[0].Series,
            series.Count,
            proposal.Problem,
            proposal.Cut?.Hash ?? "",
            proposal.Figures
        );
        _series.Add(seen);
        options.FaceSeen?.Invoke(seen, proposal);
        return proposal;
    }

    /// <summary>Carries a cut out in one output and marks it; false where it cannot be done.</summary>
    internal bool Apply(FaceCut cut, string series, ref DicomFile output)
    {
        bool lossy = !output.TransferSyntax.IsLossless;
        if (!FaceRemover.TryRemove(output, cut, out DicomFile removed, out int changed, out _))
        {
            return false;
        }

        FaceMarks.Mark(removed.Dataset, changed, lossy, options.Faces?.Approves(series, cut.Hash) ?? false);
        output = removed;
        return true;
    }
}
