using System.Text.Json;

namespace Overread.Server.Features.Jobs.Contracts;

/// <summary>Long work with its progress.</summary>
internal sealed record JobView(
    string Id,
    string Kind,
    string Title,
    string State,
    long Done,
    long Total,
    string? Project,
    string? Started,
    string? Ended,
    JsonElement? Result,
    JsonElement? Problem
);
