using Overread.Dicom;
using Overread.Domain.Modalities.Imaging;
using Overread.Server.Features.Intake;

namespace Overread.Server.Modalities.Imaging.Gate;

/// <summary>What the separate check found in an entry's output, and what a person has said about each.</summary>
/// <param name="Revision">Grows with each change.</param>
/// <param name="Findings">None where nothing was found.</param>
internal sealed record GateResiduals(int Revision, IReadOnlyList<GateResidual> Findings)
{
    public static GateResiduals None { get; } = new(0, []);

    /// <summary>Findings that nobody has decided.</summary>
    public int Undecided => Findings.Count(f => f.State == "open");

    /// <summary>Elements that are taken out at approval.</summary>
    public IReadOnlyList<Tag> Removed =>
        [.. Findings.Where(f => f.State == "removed").Select(f => TagOf(f.Finding)).OfType<Tag>().Distinct()];

    public static StageTable<GateResidual> Table { get; } = new("gate_residual", "findings");

    /// <summary>The findings of an entry before anybody has decided.</summary>
    public static IReadOnlyList<GateResidual> Found(IEnumerable<string> findings) =>
        [.. findings.Select(f => new GateResidual(f, TagOf(f) is { } tag && ElementRemover.Can(tag), "open"))];

    private static Tag? TagOf(string finding) =>
        Tag.TryParse(GateResidual.ElementOf(finding), out Tag tag) ? tag : null;
}
