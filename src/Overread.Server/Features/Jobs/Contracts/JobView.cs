using System.Text.Json;
using Overread.Domain;
using Overread.Server.Features.Jobs;

namespace Overread.Server.Features.Jobs.Contracts;

/// <summary>Long work with its progress.</summary>
internal sealed record JobView(
    string Id,
    [Words("intake", "prepare", "gate", "release", "release-publication", "audit", "reader-watch")] string Kind,
    string Title,
    [Words("waiting", "running", "done", "failed", "cancelled")] string State,
    long Done,
    long Total,
    string? Project,
    string? Started,
    string? Ended,
    JsonElement? Result,
    JsonElement? Problem
);
