namespace Overread.Server.Features.People.Passkeys;

/// <summary>A passkey of a person: a key pair of which the private half never leaves their device.</summary>
/// <param name="Id">The credential's id, base64url.</param>
/// <param name="Person">Whose.</param>
/// <param name="Name">What they call it.</param>
/// <param name="PublicKey">COSE, base64url.</param>
/// <param name="SignCount">What the authenticator had counted when it was last used.</param>
/// <param name="Transports">How the device is reached, space between.</param>
/// <param name="Created">When it was registered.</param>
/// <param name="Used">When somebody last signed in with it.</param>
/// <param name="Portable">True where it may be copied to other devices of the person.</param>
/// <param name="Copied">True where it has been.</param>
internal sealed record PasskeyRow(
    string Id,
    string Person,
    string Name,
    string PublicKey,
    long SignCount,
    string Transports,
    string Created,
    string? Used,
    bool Portable,
    bool Copied
);
