using Overread.Dicom;
using Overread.Dicom.PixelText;
using Overread.Domain.Intake;
using Overread.Domain.Modalities.Imaging;
using Overread.Server.Modalities.Imaging.Gate;

namespace Overread.Server.Modalities.Imaging.Intake;

/// <summary>
/// Looks in the objects that came with images for what cannot be cleaned: documents, sound, text in pixels, values of the
/// source that are still there. Such an object waits for a person.
/// </summary>
/// <param name="engine">What finds and reads lines; made when it is first asked.</param>
/// <param name="details">The folder of what identifies.</param>
internal sealed class CompanionScan(Lazy<ITextEngine> engine, string details)
{
    private const string Open = "Of an object that came with the images a person must say whether it passes.";

    /// <summary>The entry with its companions, and with a risk that knows of them.</summary>
    public ImagingEntry Seek(ImagingEntry entry, Action step, CancellationToken cancel)
    {
        if (entry.CompanionSources.Count == 0)
        {
            return entry;
        }

        CompanionFolder folder = new(details, entry.Id);
        List<GateCompanion> companions = [];
        foreach (CompanionSource source in entry.CompanionSources)
        {
            cancel.ThrowIfCancellationRequested();
            List<string> problems = [.. Problems(source, folder)];
            folder.KeepElements(source.File, source.Elements);
            companions.Add(
                new(source.File, problems.Count > 0 ? "open" : "kept")
                {
                    Problem = problems.Count > 0 ? string.Join(' ', problems) : null,
                }
            );
            step();
        }

        bool open = companions.Exists(c => c.State == "open");
        return entry with
        {
            Companions = companions,
            Reasons = open ? [.. entry.Reasons, Open] : entry.Reasons,
            Risk = open ? Math.Max(entry.Risk, EntryState.Doubtful) : entry.Risk,
        };
    }

    private IEnumerable<string> Problems(CompanionSource source, CompanionFolder folder)
    {
        if (source.Residuals.Count > 0)
        {
            yield return $"Still found in it: {string.Join(", ", source.Residuals)}.";
        }

        if (source.IsSound)
        {
            yield return "It carries sound, which nothing here listens to.";
        }

        using DicomFile file = DicomFile.Read(source.Path);
        if (file.Dataset.TryGet(Tags.EncapsulatedDocument, out Element? document) && !document.IsEmpty)
        {
            string path = folder.KeepDocument(source.File, document);
            DocumentSearch.Result found = DocumentSearch.Run(file, path);
            folder.KeepText(source.File, found.Text);
            yield return found.Sentence;
        }
        else if (file.Dataset.Contains(Tags.PixelData) && InPixels(file) is { } problem)
        {
            yield return problem;
        }
    }

    private string? InPixels(DicomFile file)
    {
        try
        {
            int found = new TextFinder(engine.Value).FindInAllFrames(file, false, out Finding? problem).Count;
            return problem is not null ? "Text could not be looked for in its pixels."
                : found == 0 ? null
                : $"Text seems to be in its pixels: {found} {(found == 1 ? "place" : "places")}.";
        }
        catch (IOException exception)
        {
            return TextScan.NotLooked + exception.Message;
        }
    }
}
