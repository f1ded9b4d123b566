namespace Overread.Text.Formats;

/// <summary>What a format cannot hold, as it is said in a report of losses.</summary>
/// <param name="Because">Aspect (such as <c>relations</c>) and why it is lost, for the aspects that a writer loses.</param>
public sealed record FormatLimits(IReadOnlyDictionary<string, string> Because)
{
    /// <summary>A format that holds everything.</summary>
    public static FormatLimits None { get; } = new(new Dictionary<string, string>());
}
