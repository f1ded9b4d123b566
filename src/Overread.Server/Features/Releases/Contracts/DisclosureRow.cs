namespace Overread.Server.Features.Releases.Contracts;

/// <summary>One time that a release was given out.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Recipient">To whom; the colleague who took it where nobody was named.</param>
/// <param name="Address">Where they are reached; empty where nobody was named.</param>
/// <param name="Agreement">Under which agreement; empty where nobody was named.</param>
/// <param name="What">A short description of what was given.</param>
/// <param name="Items">The subject's items that it held.</param>
/// <param name="Despite">What stood against it and was accepted; null where nothing did.</param>
internal sealed record DisclosureRow(
    string At,
    string Recipient,
    string Address,
    string Agreement,
    string Release,
    string What,
    IReadOnlyList<string> Items,
    string Purpose,
    string? Despite,
    long Seq
);
