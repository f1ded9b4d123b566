using Overread.Domain;

namespace Overread.Server.Features.Intake;

/// <summary>A file that was not taken, or taken with damage: the path is shown to stewards and never kept.</summary>
internal sealed record IntakeProblem(
    string Path,
    [Words("refused", "duplicate", "damaged")] string Kind,
    string Reason,
    string? Where
);
