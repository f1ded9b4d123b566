namespace Overread.Server.Features.Intake;

/// <summary>One file in quarantine.</summary>
/// <param name="Path">Where its bytes are.</param>
/// <param name="Shown">The path that its sender gave, for stewards alone.</param>
internal sealed record ReceivedFile(string Path, string Shown);
