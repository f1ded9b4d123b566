namespace Overread.Ledger.Bundles;

/// <summary>A person's signature that a bundle holds, found to be over the content that is there.</summary>
/// <param name="Seq">Its place in the record.</param>
/// <param name="Act">protocol, batch, adjudication, releaseApproval or releasePublication.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Hash">What it binds: see <see cref="SignedContent"/>.</param>
/// <param name="Meaning">What it means, as the signer confirmed.</param>
/// <param name="Name">The signer's name in print.</param>
/// <param name="At">When, UTC by the server's clock.</param>
public sealed record BundleSignature(
    long Seq,
    string Act,
    string Subject,
    string Hash,
    string Meaning,
    string Name,
    string At
);
