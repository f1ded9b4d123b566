using System.Security.Cryptography;
using Overread.Storage;

namespace Overread.Server.Composition;

/// <summary>Ids and secrets from the operating system.</summary>
public sealed class SystemEntropy : IEntropy
{
    /// <inheritdoc/>
    public string NewId() => Guid.CreateVersion7().ToString("N");

    /// <inheritdoc/>
    public void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);
}
