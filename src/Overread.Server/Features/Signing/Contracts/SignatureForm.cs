namespace Overread.Server.Features.Signing.Contracts;

/// <summary>A signature as its signer sends it, in the answer to what they were shown.</summary>
/// <param name="Challenge">The id of what was shown; good once.</param>
/// <param name="Meaning">The meaning that was shown, confirmed.</param>
/// <param name="Password">The signer's password.</param>
/// <param name="Code">A one-time code, where the account has them and this is the session's first signature.</param>
/// <param name="Email">The account's address, where it has no codes and this is the session's first signature.</param>
internal sealed record SignatureForm(
    string Challenge,
    string Meaning,
    string Password,
    string? Code = null,
    string? Email = null
);
