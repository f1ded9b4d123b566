namespace Overread.Domain.Releases;

/// <summary>A request to open the sealed labels of a release, as it stands.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Person">Who asked, by id.</param>
/// <param name="Reason">What for.</param>
/// <param name="State">asked, approved or refused.</param>
public sealed record SealOpening(string Id, string Person, string Reason, string State)
{
    /// <summary>What is signed by whoever approves it: this release's content, for this reason, asked by this person.</summary>
    /// <param name="contentHash">The hash of the release's content.</param>
    public string Text(string contentHash) => $"{contentHash}\n{Id}\n{Person}\n{Reason}\n";
}
