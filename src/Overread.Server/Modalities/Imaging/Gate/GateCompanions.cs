using Overread.Domain.Modalities.Imaging;
using Overread.Server.Features.Intake;

namespace Overread.Server.Modalities.Imaging.Gate;

/// <summary>The objects that came with an entry's images, and what a person has said about each.</summary>
/// <param name="Revision">Grows with each change.</param>
/// <param name="Companions">None where none came.</param>
internal sealed record GateCompanions(int Revision, IReadOnlyList<GateCompanion> Companions)
{
    public static GateCompanions None { get; } = new(0, []);

    /// <summary>Companions that nobody has decided.</summary>
    public int Undecided => Companions.Count(c => c.State == "open");

    public static StageTable<GateCompanion> Table { get; } = new("gate_companion", "companions");
}
