namespace Overread.Server.Features.Conversations;

/// <summary>Something that was written in a thread.</summary>
/// <param name="Number">Its place in the thread, from 1.</param>
/// <param name="By">Pseudonym of who wrote it.</param>
/// <param name="Mine">The caller wrote it.</param>
/// <param name="At">UTC time.</param>
/// <param name="Text">What they wrote.</param>
/// <param name="Mentions">Pseudonyms of those whom it calls in.</param>
internal sealed record ThreadEntry(
    int Number,
    string By,
    bool Mine,
    string At,
    string Text,
    IReadOnlyList<string> Mentions
);
