namespace Overread.Domain.Models;

/// <summary>A model as the project has it.</summary>
/// <param name="Model">The model.</param>
/// <param name="Approved">Protocol versions that it is approved for.</param>
/// <param name="Retired">True once it was taken out of use.</param>
public sealed record ModelStand(RegisteredModel Model, IReadOnlyList<int> Approved, bool Retired)
{
    /// <summary>True where its suggestions may be taken and shown under a protocol version.</summary>
    public bool Serves(int protocolVersion) => !Retired && Approved.Contains(protocolVersion);
}
