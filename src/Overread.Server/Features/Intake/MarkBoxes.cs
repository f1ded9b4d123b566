using Overread.Domain;
using Overread.Domain.Intake;
using Overread.Server.Access;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Intake;

/// <summary>Saves the boxes of an entry as a person has them on screen. An approval given before is taken back by it.</summary>
internal static class MarkBoxes
{
    private const int MostBoxes = 5000;

    internal sealed record Form(int Revision, IReadOnlyList<GateBox> Boxes);

    internal sealed record Saved(int Revision, string? Decision);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/projects/{project}/batches/{batch}/entries/{entry}/boxes", Save).Needs(Action.DecideGate);

    private static Task<Saved> Save(
        string project,
        string batch,
        string entry,
        Form form,
        Caller caller,
        IDatabase database
    ) =>
        database.Write(
            caller.Actor,
            u =>
            {
                DecideGate.AtGate(u.Connection, project, batch);
                GateEntry found = GateEntry.Find(u.Connection, project, batch, entry);
                if (form.Revision != found.Review.Revision)
                {
                    throw new RefusedException(
                        new("gate.boxes-moved", "Somebody else has changed these boxes.", RefusalKind.Stale)
                        {
                            Next = "Look at the entry again.",
                            Facts = new Dictionary<string, object?> { ["revision"] = found.Review.Revision },
                        }
                    );
                }

                Check(form.Boxes, found);
                GateReview review = found.Review with { Revision = form.Revision + 1, Boxes = form.Boxes };
                review.Save(u.Connection, batch, entry);
                string? decision = found.Decision == "approve" ? null : found.Decision;
                u.Connection.Run("UPDATE gate_entry SET decision = @1 WHERE id = @0", entry, decision);
                u.Append(new About(project, "batch/" + batch), new BoxesMarked(entry, review.Revision, form.Boxes));
                return new Saved(review.Revision, decision);
            }
        );

    private static void Check(IReadOnlyList<GateBox> boxes, GateEntry entry)
    {
        Dictionary<string, FileFacts> files = entry.Files.ToDictionary(f => f.Id);
        HashSet<string> ids = [];
        for (int i = 0; i < boxes.Count; i++)
        {
            GateBox b = boxes[i];
            bool right =
                files.TryGetValue(b.File, out FileFacts? file)
                && b.Id.Length is > 0 and <= 64
                && ids.Add(b.Id)
                && b.Frame >= 0
                && b.Frame < file.Frames
                && b.Left >= 0
                && b.Top >= 0
                && b.Width >= 1
                && b.Height >= 1
                && b.Left <= file.Width - b.Width
                && b.Top <= file.Height - b.Height
                && b.Reach is "frame" or "image" or "entry"
                && b.Origin is "text" or "hand"
                && b.State is "proposed" or "accepted" or "dismissed";
            if (!right || boxes.Count > MostBoxes)
            {
                throw new RefusedException(
                    new("gate.box", "A box lies outside its image, or is not of this entry.") { Where = $"boxes[{i}]" }
                );
            }
        }

        // What the machine proposed is dismissed, never dropped: the report says how much was.
        if (entry.Review.Boxes.Any(b => b.Origin == "text" && !ids.Contains(b.Id)))
        {
            throw new RefusedException(
                new("gate.box", "A proposal is missing: dismiss it instead.") { Where = "boxes" }
            );
        }
    }
}
