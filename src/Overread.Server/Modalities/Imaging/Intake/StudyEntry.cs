using System.Globalization;
using Overread.Dicom;
using Overread.Dicom.Deface;
using Overread.Dicom.Deidentify;
using Overread.Dicom.Pixels;
using Overread.Domain.Intake;
using Overread.Domain.Modalities.Imaging;
using Overread.Server.Features.Intake;
using Overread.Server.Modalities.Imaging.Stencils;
using Overread.Storage;

namespace Overread.Server.Modalities.Imaging.Intake;

/// <summary>
/// Makes one gate entry of the cleaned instances of a study: series in reading order, thumbnails, what goes with them, risk.
/// </summary>
internal static class StudyEntry
{
    private const int ThumbnailSide = 160;

    // Of the images that it waits for: one that passes is enough to find them.
    private const int MostNames = 32;
    private const string Alone =
        "The images that it belongs to did not come with it: it joins them once they have passed.";

    public static ImagingEntry Of(StudyGroups.Group group, AppliedPlan plan, string clean, IEntropy entropy)
    {
        IReadOnlyList<IntakeInstance> images = group.Images;
        IReadOnlyList<IntakeInstance> study = [.. images, .. group.Companions];
        string id = entropy.NewId();
        List<SeriesFacts> series = [];
        List<string> heads = [];
        List<string> volumes = [];
        Dictionary<string, string> thumbnails = [];
        HashSet<string> reasons = [];
        foreach (
            IGrouping<string, IntakeInstance> same in images
                .GroupBy(i => i.Series)
                .OrderBy(g => g.First().Header.GetNumber(Tags.SeriesNumber) ?? 0)
                .ThenBy(g => g.Key, StringComparer.Ordinal)
        )
        {
            (List<IntakeInstance> ordered, SeriesLayout? layout) = SeriesOrder.Of([.. same]);
            IntakeInstance middle = ordered[ordered.Count / 2];
            string? thumbnail = Render(middle, middle.Path + ".thumb", ThumbnailSide);
            if (thumbnail is null)
            {
                reasons.Add(
                    "Some images could not be drawn here: look at them in the viewer's own decoder before you approve."
                );
            }

            foreach (IntakeInstance instance in ordered)
            {
                if (thumbnail is not null)
                {
                    thumbnails[instance.Id] = Path.GetFileName(thumbnail);
                }
            }

            string modality = ordered[0].Modality;
            string seriesId = entropy.NewId();
            // A face is a matter of the whole series: one file that says head is enough.
            if (ordered.Exists(i => i.Account.Reviews.Contains(ReviewReason.FaceMayBeReconstructed)))
            {
                heads.Add(seriesId);
            }
            else if (SeriesFaces.IsCt(ordered[0].Header))
            {
                volumes.Add(seriesId);
            }

            int frames = ordered.Sum(i => i.Frames);
            (
                IReadOnlyDictionary<string, string>? attributes,
                IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? byFile
            ) = SeriesAttributes.Of(
                [.. ordered.Select(i => (i.Id, i.Header))],
                layout is null && ordered.Exists(i => i.FrameRate is not null)
            );
            series.Add(
                new(
                    seriesId,
                    SeriesTitle.Of(modality, frames, [.. ordered.Select(i => i.Header)]),
                    modality,
                    [.. ordered.Select(File)]
                )
                {
                    Layout = layout,
                    Attributes = attributes,
                    ByFile = byFile,
                }
            );
        }

        string subject = study[0].Account.Pseudonym is { Length: > 0 } pseudonym ? pseudonym : "OR-" + id[^12..];
        string modalities = string.Join(
            '/',
            series.Count > 0 ? series.Select(s => s.Modality).Distinct() : study.Select(i => i.Modality).Distinct()
        );
        ItemFacts item = new(
            id,
            string.Create(CultureInfo.InvariantCulture, $"{subject} {modalities} {id[^4..]}"),
            subject,
            "dicom",
            series.Count > 0 ? series[0].Modality : study[0].Modality,
            series
        )
        {
            Companions =
                group.Companions.Count == 0
                    ? null
                    : [.. group.Companions.Select(c => CompanionFile(c, [.. images.Select(UidOf)]))],
        };
        List<string> residuals = [.. images.SelectMany(i => i.Residuals).Distinct().Order(StringComparer.Ordinal)];
        foreach (ReviewReason review in study.SelectMany(Reviews).Distinct())
        {
            reasons.Add(Sentence(review));
        }

        return new(
            id,
            new EntryFacts(
                item,
                study.ToDictionary(i => i.Id, i => Path.GetFileName(i.Path)),
                thumbnails,
                [.. study.Select(i => i.Digest)]
            )
            {
                Traits = images.Count == 0 ? null : ItemTrait.Join(images.Select(i => i.Traits)),
            },
            plan
        )
        {
            Risk =
                residuals.Count > 0
                    ? 1
                    : study
                        .SelectMany(Reviews)
                        .Select(Risk)
                        .Append(images.Count == 0 ? EntryState.Doubtful : 0)
                        .DefaultIfEmpty(0)
                        .Max(),
            RiskBesideText =
                residuals.Count > 0
                    ? 1
                    : study.SelectMany(Reviews).Where(r => !OfText(r)).Select(Risk).DefaultIfEmpty(0).Max(),
            Reasons =
            [
                .. residuals.Select(residual => $"A value of {residual} is still found in the output."),
                .. reasons,
                .. images.Count == 0 ? (IEnumerable<string>)[Alone] : [],
            ],
            Residuals = residuals,
            // What passes with a finding passes for a reason that a person gives.
            Held =
                heads.Count > 0 ? new("face", Sentence(ReviewReason.FaceMayBeReconstructed))
                : residuals.Count > 0 ? new("residual", "A value of the source is still found in the output.")
                : images.Count == 0 ? new("companion", Alone)
                : null,
            Heads = heads,
            Volumes = volumes,
            Sightings = [.. study.Select(i => i.Sighting).DistinctBy(s => (s.Patient, s.Study))],
            Sources = [.. study.Select(i => i.Source)],
            Sought =
            [
                .. images.Select(i => new SoughtImage(
                    i.Id,
                    i.Frames,
                    i.Source.Path,
                    !i.Account.Reviews.Contains(ReviewReason.TextNotSearched)
                )
                {
                    Under = ProjectStencils.PictureOf(i.Header, i.Width, i.Height),
                }),
            ],
            // Of the output: what is left is what others could link.
            Patients = [.. study.Select(i => new ImagingEntry.Patient(subject, QuasiIdentifiers.Of(i.Header)))],
            Kept = study.Sum(i => i.Account.Kept),
            Changed = study.Sum(i => i.Account.Changed),
            Removed = study.Sum(i => i.Account.Removed),
            Elements = [.. images.SelectMany(i => i.Elements)],
            CompanionSources =
            [
                .. group.Companions.Select(c => new CompanionSource(
                    c.Id,
                    c.Source.Path,
                    CompanionObject.IsSound(c.Header.GetText(Tags.SopClassUid) ?? ""),
                    c.Residuals,
                    c.Elements
                )),
            ],
        };
    }

    // What a stencil answers: text whose places a person knows.
    private static bool OfText(ReviewReason reason) =>
        reason is ReviewReason.BurnedInAnnotation or ReviewReason.LikelyBurnedInText;

    private static FileFacts CompanionFile(IntakeInstance i, HashSet<string> images)
    {
        HashSet<string> references = References.Of(i.Header);
        bool alone = images.Count == 0;
        return new(
            i.Id,
            i.Hash,
            i.Size,
            "application/dicom",
            new CompanionContent(i.Companion!, alone ? references.Count : references.Count(images.Contains))
            {
                SopInstanceUid = i.Header.GetText(Tags.SopInstanceUid),
                StudyUid = i.Study.Length > 0 ? i.Study : null,
                RefersTo = alone
                    ?
                    [
                        .. references
                            .Order(StringComparer.Ordinal)
                            .Take(MostNames)
                            .Prepend(i.Study)
                            .Where(n => n.Length > 0),
                    ]
                    : null,
            }
        );
    }

    private static string UidOf(IntakeInstance instance) => instance.Header.GetText(Tags.SopInstanceUid) ?? "";

    // Here every image is searched; what could not be is said of the entry as a whole (FramesSought). Of documents and sound
    // each is decided by itself.
    private static IEnumerable<ReviewReason> Reviews(IntakeInstance instance) =>
        instance.Account.Reviews.Where(review =>
            review is not (ReviewReason.TextNotSearched or ReviewReason.EncapsulatedDocument or ReviewReason.Audio)
        );

    private static string? Render(IntakeInstance instance, string path, int side)
    {
        using DicomFile file = DicomFile.Read(instance.Path);
        if (
            !FrameRenderer.TryRender(
                file,
                instance.Frames / 2,
                new RenderOptions { LargestSide = side },
                out RenderedFrame frame,
                out _
            )
        )
        {
            return null;
        }

        using FileStream target = System.IO.File.Create(path);
        frame.WritePng(target);
        return path;
    }

    private static FileFacts File(IntakeInstance i) =>
        new(
            i.Id,
            i.Hash,
            i.Size,
            "application/dicom",
            new ImageContent(i.Width, i.Height, i.Frames)
            {
                SpacingX = i.Spacing?.X,
                SpacingY = i.Spacing?.Y,
                FrameRate = i.FrameRate,
                PixelHash = i.PixelHash,
                SopInstanceUid = i.Header.GetText(Tags.SopInstanceUid),
                StudyUid = i.Study.Length > 0 ? i.Study : null,
            }
        );

    public static double Risk(ReviewReason reason) =>
        reason switch
        {
            ReviewReason.BurnedInAnnotation => 0.9,
            ReviewReason.FaceMayBeReconstructed => 0.8,
            ReviewReason.LikelyBurnedInText or ReviewReason.SlideLabel or ReviewReason.EncapsulatedDocument => 0.7,
            ReviewReason.Photograph or ReviewReason.Graphics => 0.5,
            _ => 0.3,
        };

    public static string Sentence(ReviewReason reason) =>
        reason switch
        {
            ReviewReason.BurnedInAnnotation => "The header says that text is burned into the pixels.",
            ReviewReason.LikelyBurnedInText => "This kind of image often has text in its pixels.",
            ReviewReason.FaceMayBeReconstructed => "A head: a face could be rendered from it.",
            ReviewReason.Photograph => "A photograph of a person.",
            ReviewReason.EncapsulatedDocument => "It carries a document.",
            ReviewReason.Graphics => "The source had overlays or drawings; their text may be in the pixels too.",
            ReviewReason.SlideLabel => "A slide's label or overview.",
            ReviewReason.StructuredText => "A structured report with free text.",
            ReviewReason.Audio => "It carries sound.",
            ReviewReason.PixelStream => "Its stream of pixels could not be followed; text written into it may remain.",
            ReviewReason.PrivateKind => "A kind of object that the standard does not know.",
            _ => "The file was damaged but could be rewritten.",
        };
}
