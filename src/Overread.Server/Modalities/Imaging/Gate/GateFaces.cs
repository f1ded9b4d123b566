using Overread.Domain.Modalities.Imaging;
using Overread.Server.Features.Intake;

namespace Overread.Server.Modalities.Imaging.Gate;

/// <summary>The series of an entry in which a face may be seen, and what a person has said about each.</summary>
/// <param name="Revision">Grows with each change.</param>
/// <param name="Series">None where nothing says that a head is in the entry.</param>
internal sealed record GateFaces(int Revision, IReadOnlyList<GateFace> Series)
{
    public static GateFaces None { get; } = new(0, []);

    public static StageTable<GateFace> Table { get; } = new("gate_face", "series");

    /// <summary>Cuts that nobody has accepted or turned down.</summary>
    public int Undecided => Series.Count(s => s is { State: "proposed", Cut: not null });
}
