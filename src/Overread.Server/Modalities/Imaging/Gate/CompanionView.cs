using Overread.Domain;
using Overread.Domain.Intake;
using Overread.Domain.Modalities.Imaging;
using Overread.Server.Features.Intake;

namespace Overread.Server.Modalities.Imaging.Gate;

/// <summary>An object that came with images, as the gate's screen shows it.</summary>
/// <param name="File">Its id.</param>
/// <param name="Object">What it is.</param>
/// <param name="Images">How many images it refers to.</param>
/// <param name="Size">Bytes as it would pass.</param>
/// <param name="State">See <see cref="GateCompanion.State"/>.</param>
/// <param name="Problem">Why a person must decide, or null.</param>
/// <param name="Reason">Why it is kept or dropped, or null.</param>
/// <param name="Kept">Elements that stay as they were.</param>
/// <param name="Changed">Elements with another value.</param>
/// <param name="Removed">Elements that go.</param>
/// <param name="Elements">All of them, before and after.</param>
/// <param name="Text">The address of the words that are left in it, or of its document's.</param>
/// <param name="Document">The address of its document as it came; null where it has none.</param>
internal sealed record CompanionView(
    string File,
    [Words(
        "report",
        "key-objects",
        "presentation",
        "segmentation",
        "structures",
        "dose",
        "plan",
        "registration",
        "values",
        "document",
        "waveform"
    )]
        string Object,
    int Images,
    long Size,
    [Words("open", "kept", "dropped")] string State,
    string? Problem,
    string? Reason,
    int Kept,
    int Changed,
    int Removed,
    IReadOnlyList<GateElement> Elements,
    string Text,
    string? Document
)
{
    public static CompanionView Of(FileFacts file, GateEntry entry, CompanionFolder folder, string address)
    {
        CompanionContent content = (CompanionContent)file.Content;
        GateCompanion held =
            ImagingWork.Of(entry).Companions.Companions.FirstOrDefault(c => c.File == file.Id)
            ?? new GateCompanion(file.Id, "kept");
        IReadOnlyList<GateElement> elements = folder.Elements(file.Id);
        return new(
            file.Id,
            content.Object,
            content.Images,
            file.Size,
            held.State,
            held.Problem,
            held.Reason,
            elements.Count(e => e.Action == "kept"),
            elements.Count(e => e.Action == "changed"),
            elements.Count(e => e.Action == "removed"),
            elements,
            address + file.Id + "/text",
            folder.Text(file.Id) is null ? null : address + file.Id + "/document"
        );
    }
}
