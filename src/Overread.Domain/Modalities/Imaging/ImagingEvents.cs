using Overread.Domain.Record;

namespace Overread.Domain.Modalities.Imaging;

/// <summary>Text was looked for in the pixels of an entry.</summary>
/// <param name="Entry">The entry's id.</param>
/// <param name="Frames">Frames looked at; those of an image of which one could not be drawn are not counted.</param>
/// <param name="Of">Frames of the images in which text was to be looked for.</param>
/// <param name="Proposed">Places proposed to a person. What was read there is not kept.</param>
public sealed record PixelTextSought(string Entry, int Frames, int Of, int Proposed) : DomainEvent
{
    /// <summary>What looked for it, and of which version; null of before that was kept, or where nothing could look.</summary>
    public string? Engine { get; init; }

    /// <summary>Places laid by stencils: known before, and to be blanked without a proposal.</summary>
    [System.Text.Json.Serialization.JsonIgnore(
        Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault
    )]
    public int Known { get; init; }
}

/// <summary>A person said which places of an entry's pixels are to be blanked.</summary>
/// <param name="Entry">The entry's id.</param>
/// <param name="Revision">Grows by one with each change.</param>
/// <param name="Boxes">All boxes as they stand now, proposals and dismissed ones among them.</param>
public sealed record BoxesMarked(string Entry, int Revision, IReadOnlyList<GateBox> Boxes) : DomainEvent;

/// <summary>Pixels of an entry were blanked as a person had approved.</summary>
/// <param name="Entry">The entry's id.</param>
/// <param name="Files">What was done to each image.</param>
public sealed record PixelsBlanked(string Entry, IReadOnlyList<BlankedFile> Files) : DomainEvent;

/// <summary>Heads of an entry were looked at, and cuts proposed by which their faces would go.</summary>
/// <param name="Entry">The entry's id.</param>
/// <param name="Series">What was found about each series in which a face may be seen.</param>
public sealed record FacesSought(string Entry, IReadOnlyList<GateFace> Series) : DomainEvent;

/// <summary>A person said of which series the face is removed and which pass as they are.</summary>
/// <param name="Entry">The entry's id.</param>
/// <param name="Revision">Grows by one with each change.</param>
/// <param name="Series">All series in which a face may be seen, as they stand now.</param>
public sealed record FacesDecided(string Entry, int Revision, IReadOnlyList<GateFace> Series) : DomainEvent;

/// <summary>Faces of an entry were removed as a person had approved.</summary>
/// <param name="Entry">The entry's id.</param>
/// <param name="Series">What was done to each series.</param>
public sealed record FacesRemoved(string Entry, IReadOnlyList<DefacedSeries> Series) : DomainEvent;

/// <summary>A person said what becomes of the values of the source that were still found in an entry's output.</summary>
/// <param name="Entry">The entry's id.</param>
/// <param name="Revision">Grows by one with each change.</param>
/// <param name="Findings">All findings as they stand now; they name elements and no value.</param>
public sealed record ResidualsDecided(string Entry, int Revision, IReadOnlyList<GateResidual> Findings) : DomainEvent;

/// <summary>Elements were taken out of an entry's files as a person had approved.</summary>
/// <param name="Entry">The entry's id.</param>
/// <param name="Elements">Keywords or numbers.</param>
/// <param name="Files">Files in which one was.</param>
public sealed record ResidualsRemoved(string Entry, IReadOnlyList<string> Elements, int Files) : DomainEvent;

/// <summary>Objects came with the images of an entry, or without them.</summary>
/// <param name="Entry">The entry's id.</param>
/// <param name="Companions">All of them as they stood first; what speaks against one names kinds and places, never values.</param>
public sealed record CompanionsFound(string Entry, IReadOnlyList<GateCompanion> Companions) : DomainEvent;

/// <summary>A person said which of the objects that came with images pass and which are left out.</summary>
/// <param name="Entry">The entry's id.</param>
/// <param name="Revision">Grows by one with each change.</param>
/// <param name="Companions">All of them as they stand now.</param>
public sealed record CompanionsDecided(string Entry, int Revision, IReadOnlyList<GateCompanion> Companions)
    : DomainEvent;
