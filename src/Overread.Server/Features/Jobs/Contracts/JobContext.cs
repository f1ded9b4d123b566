using System.Text.Json.Nodes;
using Overread.Storage;

namespace Overread.Server.Features.Jobs.Contracts;

/// <summary>What a running job knows and may report.</summary>
internal sealed record JobContext(
    string Id,
    string? Project,
    Actor Actor,
    string Person,
    JsonObject Arguments,
    Action<long, long> Progress
);
