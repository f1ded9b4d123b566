using System.Text.Json;
using Overread.Deidentification;
using Overread.Dicom;
using Overread.Domain;
using Overread.Domain.Intake;
using Overread.Domain.People;
using Overread.Domain.Record;
using Overread.Server.Access;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Intake;

/// <summary>What a steward sees at the gate: the batch, each entry before and after, its images, the report.</summary>
internal static class ShowGate
{
    internal sealed record Actions(long Kept, long Changed, long Removed);

    internal sealed record PlanView(string Id, string Hash, string Title, string Claim);

    internal sealed record EntryView(
        string Id,
        string Title,
        string Kind,
        string? Modality,
        int Files,
        double Risk,
        IReadOnlyList<string> RiskReasons,
        string? Decision,
        int Undecided,
        bool Sampled,
        bool Leak
    );

    /// <summary>A picture at the gate; <c>Outside</c> covers what an ultrasound shows beside its scan regions.</summary>
    internal sealed record ImageView(
        string File,
        string Title,
        int Width,
        int Height,
        int Frames,
        string Address,
        IReadOnlyList<PixelBox> Outside
    );

    internal sealed record EntryDetail(
        string Id,
        string Title,
        string Kind,
        string? Modality,
        int Files,
        double Risk,
        IReadOnlyList<string> RiskReasons,
        string? Decision,
        bool Sampled,
        bool Leak,
        IReadOnlyList<ImageView> Images,
        int Revision,
        IReadOnlyList<GateBox> Boxes,
        IReadOnlyDictionary<string, List<int>> Seen,
        IReadOnlyList<GateElement> Elements,
        int FaceRevision,
        IReadOnlyList<FaceView> Faces
    );

    internal sealed record FaceView(
        string Series,
        string Title,
        int Files,
        string? Problem,
        bool HasCut,
        string State,
        string? Reason,
        double? RemovedMillilitres,
        double? SkinLeft,
        double? BrainMillilitres,
        IReadOnlyList<string> Pictures,
        string Address
    );

    internal sealed record Detail(
        string Id,
        string Name,
        string State,
        long Files,
        long Bytes,
        long Refused,
        long Duplicates,
        long Entries,
        string Received,
        string? Job,
        IReadOnlyList<IntakeProblem> Problems,
        IReadOnlyList<EntryView> Gate,
        Actions Actions,
        PlanView Plan
    );

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{project}/batches/{batch}", Show).Needs(Action.SeeGate);
        api.MapGet("/projects/{project}/batches/{batch}/report", Report).Needs(Action.SeeGate);
        api.MapGet("/projects/{project}/batches/{batch}/entries/{entry}", ShowEntry).Needs(Action.SeeGate);
        api.MapGet(
                "/projects/{project}/batches/{batch}/entries/{entry}/images/{file}/frames/{n:int}",
                (
                    string project,
                    string batch,
                    string entry,
                    string file,
                    int n,
                    IDatabase database,
                    Batches batches,
                    int? side,
                    bool? every
                ) => Image(project, batch, entry, file, n, side ?? 0, every ?? false, database, batches)
            )
            .Needs(Action.SeeGate);
    }

    private static async Task<Detail> Show(
        string project,
        string batch,
        Caller caller,
        IDatabase database,
        Batches batches
    )
    {
        await database.Write(
            caller.Actor,
            u => u.Append(new About(project, "batch/" + batch), new ItemViewed("batch", batch))
        );
        using ReadLease read = database.Read();
        Batches.Batch b = Batches.Find(read.Connection, project, batch);
        (Actions actions, string? hash) = read.Connection.One(
            "SELECT kept, changed, removed, plan_hash FROM batch WHERE id = @0",
            r => (new Actions(r.GetInt64(0), r.GetInt64(1), r.GetInt64(2)), r.Text(3)),
            batch
        );
        DeidentificationPlan plan = DeidentificationPlan.Gate;
        return new(
            b.Id,
            b.Name,
            b.State,
            b.Files,
            b.Bytes,
            b.Refused,
            b.Duplicates,
            b.Entries,
            b.Received,
            b.Job,
            await Stored<List<IntakeProblem>>(Path.Combine(batches.Details(batch), "problems.json")) ?? [],
            [.. GateEntry.Of(read.Connection, batch).Select(View)],
            actions,
            new("gate", hash ?? plan.Hash, TitleOf(plan), ClaimOf(plan))
        );
    }

    public static string TitleOf(DeidentificationPlan plan) => $"{plan.Profile}, PS3.15 {DeidentificationPlan.Edition}";

    /// <summary>What the plan lets a release say, in words that also say what is still missing for it.</summary>
    public static string ClaimOf(DeidentificationPlan plan) =>
        string.Join(
            "; ",
            plan.Claims.Where(c => c.Possible)
                .Select(c =>
                    c.Claim switch
                    {
                        PrivacyClaim.SafeHarbor => "HIPAA safe harbor",
                        PrivacyClaim.LimitedDataSet => "HIPAA limited data set",
                        PrivacyClaim.ExpertDetermination =>
                            "HIPAA, once an expert has determined it for this very plan",
                        _ => "GDPR: pseudonymised, personal data still",
                    }
                )
        );

    private static EntryView View(GateEntry e) =>
        new(
            e.Id,
            e.Title,
            e.Kind,
            e.Modality,
            e.FileCount,
            e.Risk,
            e.Reasons,
            e.Decision,
            e.Undecided,
            e.Review.Sampled,
            e.Review.FoundLeak
        );

    public static async Task<EntryDetail> ShowEntry(
        string project,
        string batch,
        string entry,
        Caller caller,
        IDatabase database,
        Batches batches
    )
    {
        using (ReadLease read = database.Read())
        {
            GateEntry.Find(read.Connection, project, batch, entry);
        }

        await database.Write(
            caller.Actor,
            u =>
            {
                u.Connection.Run(
                    "UPDATE gate_entry SET looked = @1 WHERE id = @0 AND looked IS NULL",
                    entry,
                    caller.Person
                );
                return u.Append(new About(project, "batch/" + batch), new ItemViewed("gate-entry", entry));
            }
        );
        using ReadLease lease = database.Read();
        GateEntry found = GateEntry.Find(lease.Connection, project, batch, entry);
        return new(
            found.Id,
            found.Title,
            found.Kind,
            found.Modality,
            found.FileCount,
            found.Risk,
            found.Reasons,
            found.Decision,
            found.Review.Sampled,
            found.Review.FoundLeak,
            [
                .. found.Facts.Item.Series.SelectMany(s =>
                    s.Files.Select(f => new ImageView(
                        f.Id,
                        s.Title,
                        f.Width,
                        f.Height,
                        f.Frames,
                        $"/api/projects/{project}/batches/{batch}/entries/{entry}/images/{f.Id}/frames/",
                        Outside(s, found.Facts.Paths.GetValueOrDefault(f.Id), batches.Clean(batch))
                    ))
                ),
            ],
            found.Review.Revision,
            found.Review.Boxes,
            found.Review.Seen,
            await Stored<List<GateElement>>(Path.Combine(batches.Details(batch), entry + ".json")) ?? [],
            found.Faces.Revision,
            [
                .. found.Faces.Series.Select(f =>
                    FaceOf(f, found, batches, batch, $"/api/projects/{project}/batches/{batch}/entries/{entry}/faces/")
                ),
            ]
        );
    }

    private static IReadOnlyList<PixelBox> Outside(SeriesFacts series, string? path, string clean)
    {
        if (series.Modality != "US" || path is null || !File.Exists(Path.Combine(clean, path)))
        {
            return [];
        }

        using DicomFile file = DicomFile.Read(Path.Combine(clean, path));
        return UltrasoundRegions.Outside(file.Dataset);
    }

    private static FaceView FaceOf(GateFace face, GateEntry entry, Batches batches, string batch, string address)
    {
        FaceFolder folder = new(batches.Details(batch), entry.Id);
        return new(
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

    private static IResult Image(
        string project,
        string batch,
        string entry,
        string file,
        int n,
        int side,
        bool every,
        IDatabase database,
        Batches batches
    )
    {
        GateEntry found;
        using (ReadLease read = database.Read())
        {
            found = GateEntry.Find(read.Connection, project, batch, entry);
        }

        if (
            !found.Facts.Paths.TryGetValue(file, out string? name)
            || GateImage.Render(Path.Combine(batches.Clean(batch), name), found.Kind, n, side, every) is not { } png
        )
        {
            throw new RefusedException(
                new("gate.no-image", "This frame cannot be drawn here.", RefusalKind.NotFound)
                {
                    Next = "Hold the entry, or reject it: what nobody has seen should not pass.",
                }
            );
        }

        return Results.Bytes(png, "image/png");
    }

    private static async Task<BatchReport> Report(
        string project,
        string batch,
        Caller caller,
        IDatabase database,
        Batches batches
    )
    {
        await database.Write(
            caller.Actor,
            u => u.Append(new About(project, "batch/" + batch), new ItemViewed("gate-report", batch))
        );
        using ReadLease read = database.Read();
        Batches.Find(read.Connection, project, batch);
        return BatchReport.Kept(read.Connection, batch) ?? BatchReport.Of(read.Connection, batches, project, batch);
    }

    private static async Task<T?> Stored<T>(string path)
        where T : class =>
        File.Exists(path) ? JsonSerializer.Deserialize<T>(await File.ReadAllTextAsync(path), EventJson.Options) : null;
}
