using Overread.Domain.Intake;

namespace Overread.Domain.Modalities.Imaging;

/// <summary>Decides about pixels at the gate: which places are blanked, of which series the face is removed.</summary>
public static class ImagingGateRules
{
    private const int MostBoxes = 5000;

    /// <summary>Takes the boxes of an entry as a person has them on screen.</summary>
    /// <param name="entry">The entry's id.</param>
    /// <param name="files">Its files.</param>
    /// <param name="held">The boxes as they are held.</param>
    /// <param name="revision">The revision that is held.</param>
    /// <param name="based">The revision that the person's boxes are made from.</param>
    /// <param name="boxes">The boxes from now on.</param>
    public static Decision Boxes(
        string entry,
        IEnumerable<FileFacts> files,
        IReadOnlyList<GateBox> held,
        int revision,
        int based,
        IReadOnlyList<GateBox> boxes
    )
    {
        if (based != revision)
        {
            return Decision.Refuse(BoxesMoved(revision));
        }

        Dictionary<string, ImageContent> images = files
            .Where(f => f.Content is ImageContent)
            .ToDictionary(f => f.Id, f => (ImageContent)f.Content);
        HashSet<string> ids = [];
        for (int i = 0; i < boxes.Count; i++)
        {
            if (boxes.Count > MostBoxes || !Fits(boxes[i], images) || !ids.Add(boxes[i].Id))
            {
                return Decision.Refuse(
                    new("gate.box", "A box lies outside its image, or is not of this entry.") { Where = $"boxes[{i}]" }
                );
            }
        }

        // What the machine proposed is dismissed, never dropped: the report says how much was.
        return held.Any(b => b.Origin != "hand" && !ids.Contains(b.Id))
                ? Decision.Refuse(new("gate.box", "A proposal is missing: dismiss it instead.") { Where = "boxes" })
            : Proposals(held, boxes) is { } refusal ? Decision.Refuse(refusal)
            : Decision.Accept(new BoxesMarked(entry, revision + 1, boxes));
    }

    /// <summary>Refuses what is made from boxes that are no longer held.</summary>
    /// <param name="revision">The revision that is held.</param>
    public static Refusal BoxesMoved(int revision) =>
        GateRules.Moved("gate.boxes-moved", "Somebody else has changed these boxes.", revision);

    /// <summary>Takes what a person says about the series in which a face may be seen.</summary>
    /// <param name="entry">The entry's id.</param>
    /// <param name="held">The series as they stand.</param>
    /// <param name="revision">The revision that is held.</param>
    /// <param name="based">The revision that the choices are made from.</param>
    /// <param name="choices">What is said of some of them.</param>
    public static Decision Faces(
        string entry,
        IReadOnlyList<GateFace> held,
        int revision,
        int based,
        IReadOnlyList<FaceChoice> choices
    )
    {
        if (based != revision)
        {
            return Decision.Refuse(
                GateRules.Moved("gate.faces-moved", "Somebody else has decided about these series.", revision)
            );
        }

        HashSet<string> met = [];
        for (int i = 0; i < choices.Count; i++)
        {
            FaceChoice choice = choices[i];
            Refusal? wrong =
                held.FirstOrDefault(f => f.Series == choice.Series) is { } face && met.Add(choice.Series)
                    ? Choice(choice, face, i)
                    : Unknown(i);
            if (wrong is not null)
            {
                return Decision.Refuse(wrong);
            }
        }

        Dictionary<string, FaceChoice> bySeries = choices.ToDictionary(c => c.Series);
        return Decision.Accept(
            new FacesDecided(
                entry,
                revision + 1,
                [
                    .. held.Select(s =>
                        bySeries.TryGetValue(s.Series, out FaceChoice? choice)
                            ? s with
                            {
                                State = choice.State,
                                Reason = choice.State == "kept" ? choice.Reason : null,
                            }
                            : s
                    ),
                ]
            )
        );
    }

    /// <summary>What stands against the approval of an entry; null where nothing does.</summary>
    /// <param name="boxes">Boxes that are neither accepted nor dismissed.</param>
    /// <param name="faces">Cuts that nobody has accepted or turned down.</param>
    public static Refusal? Obstacle(int boxes, int faces) =>
        boxes > 0
            ? new("gate.proposals", $"{boxes} proposed boxes are neither accepted nor dismissed.", RefusalKind.Conflict)
            {
                Next = "Accept those that hide something identifying, dismiss the others.",
            }
        : faces > 0
            ? new("gate.faces", $"Of {faces} series nobody has said whether the face is removed.", RefusalKind.Conflict)
            {
                Next = "Look at before and after; remove the face, or keep the series as it is for a reason.",
            }
        : null;

    /// <summary>
    /// What follows from an approval: series for which there is no cut to choose pass with its reason, and the record says so
    /// of each.
    /// </summary>
    public static Decision Approved(string entry, IReadOnlyList<GateFace> held, int revision, string? reason) =>
        held.All(s => s.State != "proposed")
            ? Decision.Accept()
            : Decision.Accept(
                new FacesDecided(
                    entry,
                    revision + 1,
                    [.. held.Select(s => s.State == "proposed" ? s with { State = "kept", Reason = reason } : s)]
                )
            );

    /// <summary>
    /// What a person did to proposals: what the finder said of them stands, and a place where the header's own words were read
    /// is left as it is for a reason of its own alone.
    /// </summary>
    private static Refusal? Proposals(IReadOnlyList<GateBox> held, IReadOnlyList<GateBox> boxes)
    {
        Dictionary<string, GateBox> proposed = held.Where(b => b.Origin != "hand").ToDictionary(b => b.Id);
        for (int i = 0; i < boxes.Count; i++)
        {
            GateBox box = boxes[i];
            GateBox? before = proposed.GetValueOrDefault(box.Id);
            if (box.Origin != (before?.Origin ?? "hand") || box.OfHeader != (before?.OfHeader ?? false))
            {
                return new("gate.box", "A box says of itself that it was proposed otherwise than it was.")
                {
                    Where = $"boxes[{i}]",
                };
            }

            Refusal? reason =
                before is { OfHeader: true } && !StillBlanks(box, before)
                    ? FreeText.Reason(
                        box.Reason,
                        "Words by which the header names somebody were read here: leaving them needs a reason.",
                        where: $"boxes[{i}].reason"
                    )
                    : FreeText.TooLong(box.Reason, where: $"boxes[{i}].reason");
            if (reason is not null)
            {
                return reason;
            }
        }

        return null;
    }

    /// <summary>True where a box is open still, or hides all that it hid when it was proposed.</summary>
    private static bool StillBlanks(GateBox box, GateBox before) =>
        box.State == "proposed"
        || (
            box.State == "accepted"
            && (box.Reach == "entry" || box.Reach == before.Reach || (box.Reach == "image" && before.Reach == "frame"))
            && box.Left <= before.Left
            && box.Top <= before.Top
            && box.Left + box.Width >= before.Left + before.Width
            && box.Top + box.Height >= before.Top + before.Height
        );

    private static bool Fits(GateBox b, Dictionary<string, ImageContent> images) =>
        images.TryGetValue(b.File, out ImageContent? image)
        && b.Id.Length is > 0 and <= 64
        && b.Frame >= 0
        && b.Frame < image.Frames
        && b is { Left: >= 0, Top: >= 0, Width: >= 1, Height: >= 1 }
        && b.Left <= image.Width - b.Width
        && b.Top <= image.Height - b.Height
        && b.Reach is "frame" or "image" or "entry"
        && b.Origin is "text" or "hand" or "stencil"
        && b.State is "proposed" or "accepted" or "dismissed";

    private static Refusal? Choice(FaceChoice choice, GateFace face, int i) =>
        choice.State is not ("proposed" or "accepted" or "kept") ? Unknown(i)
        : choice.State == "accepted" && face.Cut is null
            ? new("gate.no-cut", "No cut could be proposed for this series.", RefusalKind.Conflict)
            {
                Where = $"choices[{i}]",
                Next = "Keep it as it is for a reason, or hold or reject the entry.",
            }
        : choice.State == "kept"
            ? FreeText.Reason(
                choice.Reason,
                "A head that is kept as it is needs a reason.",
                where: $"choices[{i}].reason"
            )
        : FreeText.TooLong(choice.Reason, where: $"choices[{i}].reason");

    private static Refusal Unknown(int i) =>
        new("gate.face", "A series is not of this entry, or is decided twice.") { Where = $"choices[{i}]" };
}
