using Overread.Server.Modalities.Imaging.Gate;

namespace Overread.Server.Modalities.Imaging.Intake;

/// <summary>What has to be looked at of a companion before it lies at the gate.</summary>
/// <param name="File">The file's id.</param>
/// <param name="Path">The received file.</param>
/// <param name="IsSound">It carries sound.</param>
/// <param name="Residuals">Values of the source that are still in the output.</param>
/// <param name="Elements">Its header before and after.</param>
internal sealed record CompanionSource(
    string File,
    string Path,
    bool IsSound,
    IReadOnlyList<string> Residuals,
    IReadOnlyList<GateElement> Elements
);
