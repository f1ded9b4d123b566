using System.Security.Cryptography;
using System.Text;

namespace Overread.Ledger.Bundles;

/// <summary>What a person's signature is taken over: the act, what it is about, and the content itself (21 CFR 11.70).</summary>
public static class SignedContent
{
    /// <summary>SHA-256, lower-case hex, over <c>overread-signature/1</c>, act, subject and content, a line break after each but the last.</summary>
    /// <param name="act">protocol, batch, adjudication, releaseApproval or releasePublication.</param>
    /// <param name="subject">Such as <c>protocol/3</c>; without line breaks.</param>
    /// <param name="text">
    /// A protocol's body or an adjudication's event as JSON, letter by letter as the record has it; the lines of a batch; the
    /// content hash of a release.
    /// </param>
    public static string Hash(string act, string subject, string text) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes($"overread-signature/1\n{act}\n{subject}\n{text}"))
        );
}
