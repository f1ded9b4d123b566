using System.Data.Common;
using System.Text.Json;
using Overread.Dicom;
using Overread.Dicom.PixelText;
using Overread.Domain.Intake;
using Overread.Domain.Modalities.Imaging;
using Overread.Domain.Modalities.Imaging.Stencils;
using Overread.Domain.Record;
using Overread.Server.Features.Intake;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Modalities.Imaging.Intake;
using Overread.Server.Modalities.Imaging.Plans;
using Overread.Server.Modalities.Imaging.Stencils;
using Overread.Storage;
using BatchReport = Overread.Server.Features.Intake.Contracts.BatchReport;

namespace Overread.Server.Modalities.Imaging.Gate;

/// <summary>Studies and photos at the gate: text in pixels, faces, headers before and after.</summary>
internal sealed class ImagingGate : IGate
{
    /// <inheritdoc/>
    public AppliedPlan PlanOf(string? document) => ImagingPlan.Of(document).Applied;

    /// <inheritdoc/>
    public IReadOnlyList<string> Undecided => ["gate.companions", "gate.faces", "gate.proposals", "gate.residuals"];

    public Type Detail => typeof(ImagingEntryDetail);

    /// <inheritdoc/>
    public string Lay(IUnitOfWork u, About about, string batch, IntakeEntry entry)
    {
        ImagingEntry imaging = (ImagingEntry)entry;
        if (imaging.Sought.Count > 0)
        {
            int frames = imaging.Sought.Sum(s => s.Frames);
            u.Append(
                about,
                new PixelTextSought(
                    entry.Id,
                    imaging.FramesSought,
                    frames,
                    imaging.Boxes.Count(b => b.Origin == "text")
                )
                {
                    Engine = imaging.TextEngine,
                    Known = imaging.Boxes.Count(b => b.Origin == "stencil"),
                }
            );
        }

        if (imaging.Faces.Count > 0)
        {
            u.Append(about, new FacesSought(entry.Id, imaging.Faces));
            GateFaces.Table.Save(u.Connection, batch, entry.Id, 0, imaging.Faces);
        }

        if (imaging.Residuals.Count > 0)
        {
            GateResiduals.Table.Save(u.Connection, batch, entry.Id, 0, GateResiduals.Found(imaging.Residuals));
        }

        if (imaging.Companions.Count > 0)
        {
            u.Append(about, new CompanionsFound(entry.Id, imaging.Companions));
            GateCompanions.Table.Save(u.Connection, batch, entry.Id, 0, imaging.Companions);
        }

        return WorkOf(imaging.Boxes);
    }

    /// <summary>Boxes as <see cref="GateReview.Work"/> holds them.</summary>
    public static string WorkOf(IReadOnlyList<GateBox> boxes) => JsonSerializer.Serialize(boxes, EventJson.Options);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, GateWork> Works(DbConnection c, IReadOnlyList<GateEntry> entries)
    {
        var faces = GateFaces.Table.Of(c, entries);
        var residuals = GateResiduals.Table.Of(c, entries);
        var companions = GateCompanions.Table.Of(c, entries);
        return entries.ToDictionary(
            e => e.Id,
            GateWork (e) =>
                new ImagingWork(
                    JsonSerializer.Deserialize<List<GateBox>>(e.Review.Work, EventJson.Options)!,
                    faces.TryGetValue(e.Id, out var seen) ? new(seen.Revision, seen.Things) : GateFaces.None,
                    residuals.TryGetValue(e.Id, out var found) ? new(found.Revision, found.Things) : GateResiduals.None,
                    companions.TryGetValue(e.Id, out var came) ? new(came.Revision, came.Things) : GateCompanions.None
                )
        );
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Undone(GateEntry entry)
    {
        ImagingWork work = ImagingWork.Of(entry);
        bool seen = entry.Files.All(entry.Review.HasSeenAll);
        List<string> undone =
        [
            .. work
                .Faces.Series.Where(f => f.State == "kept" || f is { State: "proposed", Cut: null })
                .Select(f => entry.Facts.Item.Series.First(s => s.Id == f.Series).Title)
                .Select(title => $"the face in the series {title} is not removed (164.514(b)(2)(i)(Q), (e)(2)(xvi))"),
            .. work.Residuals.Findings.Where(f => f.State == "kept").Select(f => $"a value stays: {f.Finding}"),
            .. work.Boxes.Any(b => b is { OfHeader: true, State: "dismissed" })
                ? ["a place where the header's own words were read is not blanked (164.514(e)(2)(i))"]
                : (IEnumerable<string>)[],
            .. work
                .Companions.Companions.Where(c => c is { State: "kept", Problem: not null })
                .Select(c =>
                    $"an object beside the images is kept although nobody could clean it: {c.Problem!.TrimEnd('.')}"
                ),
        ];
        if (!seen && entry.Kind == "photo")
        {
            undone.Add("nobody has looked at the photograph for a face (164.514(b)(2)(i)(Q), (e)(2)(xvi))");
        }

        if (!seen && entry.Reasons.Any(TextScan.IsUnsearched))
        {
            undone.Add("text was not looked for in every frame, and nobody has looked at them all");
        }

        return undone;
    }

    /// <inheritdoc/>
    public void Approved(IUnitOfWork u, About about, string batch, GateEntry entry, string? reason)
    {
        GateFaces faces = ImagingWork.Of(entry).Faces;
        foreach (
            FacesDecided decided in ImagingGateRules
                .Approved(entry.Id, faces.Series, faces.Revision, reason)
                .Events.Cast<FacesDecided>()
        )
        {
            GateFaces.Table.Save(u.Connection, batch, entry.Id, decided.Revision, decided.Series);
            u.Append(about, decided);
        }
    }

    /// <inheritdoc/>
    public CleanedEntry Clean(GateEntry entry, string clean, string details)
    {
        EntryCleaner.Outcome done = EntryCleaner.Clean(entry, clean, details);
        List<DomainEvent> events = [];
        if (done.Defaced.Count > 0)
        {
            events.Add(new FacesRemoved(entry.Id, done.Defaced));
        }

        if (done.Blanked.Count > 0)
        {
            events.Add(new PixelsBlanked(entry.Id, done.Blanked));
        }

        if (done.Removed > 0)
        {
            IReadOnlyList<Tag> removed = ImagingWork.Of(entry).Residuals.Removed;
            events.Add(new ResidualsRemoved(entry.Id, [.. removed.Select(NameOf)], done.Removed));
        }

        if (done.Problem is not null)
        {
            return new(done.Facts, events, done.Problem);
        }

        (EntryFacts facts, string? problem) = CompanionCleaner.Clean(entry, done.Facts, clean, details);
        return new(facts, events, problem);
    }

    /// <inheritdoc/>
    public string? ItemOf(DbConnection c, string project, GateEntry entry) =>
        ItemTable
            .Named(
                c,
                project,
                entry.Facts.Item.Subject,
                (entry.Facts.Item.Companions ?? [])
                    .Select(f => f.Content)
                    .OfType<CompanionContent>()
                    .SelectMany(f => f.RefersTo ?? [])
            )
            .Select(found => found.Item)
            .FirstOrDefault();

    /// <inheritdoc/>
    public void Remove(DbConnection c, string entry)
    {
        GateFaces.Table.Remove(c, entry);
        GateResiduals.Table.Remove(c, entry);
        GateCompanions.Table.Remove(c, entry);
    }

    /// <inheritdoc/>
    public EntryDetail Show(GateEntry entry, string address, string clean, string details)
    {
        ImagingWork work = ImagingWork.Of(entry);
        FaceFolder folder = new(details, entry.Id);
        return new ImagingEntryDetail(entry)
        {
            Images = [.. ImagesOf(entry, address, clean)],
            Boxes = work.Boxes,
            Elements = new GateDetails(details).Elements(entry.Id),
            ResidualRevision = work.Residuals.Revision,
            Residuals = work.Residuals.Findings,
            CompanionRevision = work.Companions.Revision,
            Companions =
            [
                .. (entry.Facts.Item.Companions ?? []).Select(f =>
                    CompanionView.Of(f, entry, new CompanionFolder(details, entry.Id), address + "companions/")
                ),
            ],
            FaceRevision = work.Faces.Revision,
            Faces = [.. work.Faces.Series.Select(f => FaceOf(f, entry, folder, address + "faces/"))],
        };
    }

    /// <inheritdoc/>
    public IReadOnlyList<BatchReport.ElementCount> Elements(string details) => new GateDetails(details).Counts;

    /// <inheritdoc/>
    public BatchReport.Linkage? Linkage(string details) => new GateDetails(details).Linkage;

    private static string NameOf(Tag tag) =>
        AttributeRegistry.KeywordOf(tag) is { Length: > 0 } keyword ? keyword : tag.ToString();

    private static IEnumerable<ImagingEntryDetail.ImageView> ImagesOf(GateEntry entry, string address, string clean)
    {
        Dictionary<string, StencilPicture?> pictures = ProjectStencils
            .PicturesOf(entry, clean)
            .ToDictionary(p => p.File.Id, p => p.Of);
        foreach (SeriesFacts series in entry.Facts.Item.Series)
        {
            foreach (FileFacts file in series.Files)
            {
                ImageContent image = (ImageContent)file.Content;
                yield return new(
                    file.Id,
                    series.Title,
                    image.Width,
                    image.Height,
                    image.Frames,
                    $"{address}images/{file.Id}/frames/",
                    Outside(series, entry.Facts.Paths.GetValueOrDefault(file.Id), clean),
                    pictures[file.Id]?.ToString()
                );
            }
        }
    }

    // Scan regions are a matter of each image, not of its series.
    private static IReadOnlyList<PixelBox> Outside(SeriesFacts series, string? path, string clean)
    {
        if (series.Modality != "US" || path is null || !File.Exists(Path.Combine(clean, path)))
        {
            return [];
        }

        using DicomFile file = DicomFile.Read(Path.Combine(clean, path));
        return UltrasoundRegions.Outside(file.Dataset);
    }

    private static ImagingEntryDetail.FaceView FaceOf(
        GateFace face,
        GateEntry entry,
        FaceFolder folder,
        string address
    ) =>
        new(
            face.Series,
            entry.Facts.Item.Series.First(s => s.Id == face.Series).Title,
            face.Files,
            face.Problem,
            face.Cut is not null,
            face.State,
            face.Reason,
            face.RemovedMillilitres,
            face.SkinLeft,
            face.BrainMillilitres,
            [.. FaceFolder.Pictures.Where(name => folder.Has(face.Series, name))],
            address + face.Series + "/"
        );
}
