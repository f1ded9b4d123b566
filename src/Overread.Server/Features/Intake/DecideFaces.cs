using Overread.Domain;
using Overread.Domain.Intake;
using Overread.Server.Access;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Intake;

/// <summary>
/// The pictures of a head before and after, and what a person says about each series: remove the face, or keep it as it is
/// for a reason. An approval given before is taken back by it.
/// </summary>
internal static class DecideFaces
{
    internal sealed record Choice(string Series, string State, string? Reason = null);

    internal sealed record Form(int Revision, IReadOnlyList<Choice> Choices);

    internal sealed record Saved(int Revision, string? Decision, IReadOnlyList<GateFace> Series);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/projects/{project}/batches/{batch}/entries/{entry}/faces", Save).Needs(Action.DecideGate);
        api.MapGet("/projects/{project}/batches/{batch}/entries/{entry}/faces/{series}/{picture}", Picture)
            .Needs(Action.SeeGate);
    }

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
                if (form.Revision != found.Faces.Revision)
                {
                    throw new RefusedException(
                        new("gate.faces-moved", "Somebody else has decided about these series.", RefusalKind.Stale)
                        {
                            Next = "Look at the entry again.",
                            Facts = new Dictionary<string, object?> { ["revision"] = found.Faces.Revision },
                        }
                    );
                }

                Check(form.Choices, found.Faces.Series);
                Dictionary<string, Choice> choices = form.Choices.ToDictionary(c => c.Series);
                GateFaces faces = new(
                    form.Revision + 1,
                    [
                        .. found.Faces.Series.Select(s =>
                            choices.TryGetValue(s.Series, out Choice? choice)
                                ? s with
                                {
                                    State = choice.State,
                                    Reason = choice.State == "kept" ? choice.Reason : null,
                                }
                                : s
                        ),
                    ]
                );
                faces.Save(u.Connection, batch, entry);
                // What was approved was approved with other choices: it is held again, as the rule had it.
                string? decision = found.Decision == "approve" ? "hold" : found.Decision;
                u.Connection.Run("UPDATE gate_entry SET decision = @1 WHERE id = @0", entry, decision);
                u.Append(new About(project, "batch/" + batch), new FacesDecided(entry, faces.Revision, faces.Series));
                return new Saved(faces.Revision, decision, faces.Series);
            }
        );

    private static void Check(IReadOnlyList<Choice> choices, IReadOnlyList<GateFace> faces)
    {
        HashSet<string> met = [];
        for (int i = 0; i < choices.Count; i++)
        {
            Choice choice = choices[i];
            GateFace? face = faces.FirstOrDefault(f => f.Series == choice.Series);
            if (face is null || !met.Add(choice.Series) || choice.State is not ("proposed" or "accepted" or "kept"))
            {
                throw new RefusedException(
                    new("gate.face", "A series is not of this entry, or is decided twice.") { Where = $"choices[{i}]" }
                );
            }

            if (choice.State == "accepted" && face.Cut is null)
            {
                throw new RefusedException(
                    new("gate.no-cut", "No cut could be proposed for this series.", RefusalKind.Conflict)
                    {
                        Where = $"choices[{i}]",
                        Next = "Keep it as it is for a reason, or hold or reject the entry.",
                    }
                );
            }

            if (choice.State == "kept" && string.IsNullOrWhiteSpace(choice.Reason))
            {
                throw new RefusedException(
                    new("reason.needed", "A head that is kept as it is needs a reason.")
                    {
                        Where = $"choices[{i}].reason",
                    }
                );
            }
        }
    }

    private static IResult Picture(
        string project,
        string batch,
        string entry,
        string series,
        string picture,
        IDatabase database,
        Batches batches
    )
    {
        GateEntry found;
        using (ReadLease read = database.Read())
        {
            found = GateEntry.Find(read.Connection, project, batch, entry);
        }

        byte[]? png = found.Faces.Series.Any(s => s.Series == series)
            ? new FaceFolder(batches.Details(batch), entry).Picture(series, picture)
            : null;
        return png is null
            ? throw new RefusedException(
                new("gate.no-picture", "There is no such picture of this series.", RefusalKind.NotFound)
            )
            : Results.Bytes(png, "image/png");
    }
}
