namespace Overread.Domain.Governance;

/// <summary>What a project laid down and decided, for whoever asks whether something may be done.</summary>
/// <param name="Charter">What holds; null where nothing was laid down.</param>
/// <param name="Decided">What was decided of other uses, the earliest first.</param>
public sealed record CharterTerms(ProjectCharter? Charter, IReadOnlyList<FurtherUse> Decided)
{
    /// <summary>Nothing was laid down.</summary>
    public static CharterTerms None { get; } = new(null, []);

    /// <summary>The latest decision about a use for a recipient: one that is theirs before one that is everybody's.</summary>
    /// <param name="purpose">What for.</param>
    /// <param name="recipient">For whom, by id; null where nobody is named.</param>
    public FurtherUse? For(string purpose, string? recipient)
    {
        List<FurtherUse> about = [.. Decided.Where(d => DeclaredUse.Same(d.Use, purpose))];
        return (recipient is null ? null : about.FindLast(d => d.Recipient == recipient))
            ?? about.FindLast(d => d.Recipient is null);
    }
}
