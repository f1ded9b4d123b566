namespace Overread.Server.Composition;

/// <summary>GET /api/health.</summary>
/// <param name="Status">ok.</param>
/// <param name="Version">The program's version, such as 0.1.0.</param>
internal sealed record HealthView(string Status, string Version);
