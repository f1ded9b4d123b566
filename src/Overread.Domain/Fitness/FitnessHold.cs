namespace Overread.Domain.Fitness;

/// <summary>One thing that holds a reader back.</summary>
/// <param name="Code">One of <see cref="FitnessCheck.Codes"/>.</param>
/// <param name="Words">A sentence for the reader.</param>
/// <param name="Next">What to do about it.</param>
/// <param name="Until">When it ends by itself, UTC; null where somebody has to do something.</param>
public sealed record FitnessHold(string Code, string Words, string Next, DateTimeOffset? Until = null)
{
    /// <summary>The hold as a refusal.</summary>
    public Refusal Refusal() =>
        new(Code, Words, RefusalKind.Conflict)
        {
            Next = Next,
            Facts = Until is { } until ? new Dictionary<string, object?> { ["until"] = until.UtcDateTime } : null,
        };
}
