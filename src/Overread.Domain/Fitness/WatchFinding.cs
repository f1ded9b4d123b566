namespace Overread.Domain.Fitness;

/// <summary>What the watch over reads found about a reader.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Field">The field whose answers show it.</param>
/// <param name="ProtocolVersion">The version whose reads they are.</param>
/// <param name="Person">The reader, by id.</param>
/// <param name="Partner">The other reader of a pair, by id; null for one alone.</param>
/// <param name="Kind">What it looks like, such as <c>straight-lining</c>.</param>
/// <param name="Proposal">What a person may decide: refresh, third-reader, pause or re-queue.</param>
/// <param name="AtRead">The reader's own read, from 1, after which the evidence had passed the bound.</param>
/// <param name="LogEvidence">Natural logarithm of the evidence.</param>
/// <param name="LogBound">The bound that it passed.</param>
public sealed record WatchFinding(
    string Id,
    string Field,
    int ProtocolVersion,
    string Person,
    string? Partner,
    string Kind,
    string Proposal,
    int AtRead,
    double LogEvidence,
    double LogBound
)
{
    /// <summary>True where two findings are the same question.</summary>
    public bool Repeats(WatchFinding other) =>
        Field == other.Field
        && ProtocolVersion == other.ProtocolVersion
        && Person == other.Person
        && Partner == other.Partner
        && Kind == other.Kind;
}
