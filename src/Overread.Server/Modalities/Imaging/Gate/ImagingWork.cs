using Overread.Domain;
using Overread.Domain.Modalities.Imaging;
using Overread.Server.Features.Intake;
using Overread.Server.Features.Intake.Contracts;
using Overread.Storage;

namespace Overread.Server.Modalities.Imaging.Gate;

/// <summary>The boxes, the faces and the findings of one entry, as people have left them.</summary>
/// <param name="Boxes">Proposed, accepted and dismissed boxes.</param>
/// <param name="Faces">The series in which a face may be seen.</param>
/// <param name="Residuals">Values of the source that are still in the output.</param>
/// <param name="Companions">Objects that came with the images.</param>
internal sealed record ImagingWork(
    IReadOnlyList<GateBox> Boxes,
    GateFaces Faces,
    GateResiduals Residuals,
    GateCompanions Companions
) : GateWork
{
    private int Proposed => Boxes.Count(b => b.State == "proposed");

    public override int Undecided => Proposed + Companions.Undecided;

    public override BatchReport.PlaceCount Places =>
        new(
            Boxes.Count(x => x.Origin == "text"),
            Boxes.Count(x => x is { Origin: "text", State: "accepted" }),
            Boxes.Count(x => x is { Origin: "text", State: "accepted", Edited: true }),
            Boxes.Count(x => x.State == "dismissed"),
            Boxes.Count(x => x is { Origin: "hand", State: "accepted" })
        );

    public override Refusal? Obstacle =>
        ImagingGateRules.Obstacle(Proposed, Faces.Undecided)
        ?? ResidualRules.Obstacle(Residuals.Undecided)
        ?? CompanionRules.Obstacle(Companions.Undecided);

    public override object Signed =>
        new
        {
            Boxes,
            Faces.Series,
            Residuals.Findings,
        };

    /// <summary>The work of an entry of images.</summary>
    /// <exception cref="RefusedException">The entry is of another modality.</exception>
    public static ImagingWork Of(GateEntry entry) =>
        entry.Work as ImagingWork
        ?? throw new RefusedException(
            new("gate.unknown", "There is no such entry of images at the gate.", RefusalKind.NotFound)
        );
}
