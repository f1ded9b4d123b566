using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Overread.Server.Features.People;

/// <summary>
/// How passwords are hashed: Identity's version 3 (PBKDF2, HMAC-SHA-512, a salt of 128 bits), whose bytes name algorithm and rounds. A password
/// that was hashed with fewer rounds is hashed anew when it is next given rightly.
/// </summary>
/// <param name="rounds">How many; <see cref="Rounds"/> but in tests.</param>
internal sealed class PasswordHashes(int rounds)
    : PasswordHasher<Account>(Options.Create(new PasswordHasherOptions { IterationCount = rounds }))
{
    /// <summary>Rounds, as OWASP asks for them of PBKDF2 with SHA-512.</summary>
    public const int Rounds = 210_000;

    private static readonly Account Nobody = new()
    {
        Id = "",
        Name = "",
        Email = "",
        Created = "",
    };

    private string? _nobodys;

    /// <summary>A hash for whoever has no account yet.</summary>
    public string Hash(string password) => HashPassword(Nobody, password);

    /// <summary>Takes as long as a wrong password does: for an account that there is not.</summary>
    public void VerifyNobodys(string password) =>
        VerifyHashedPassword(Nobody, _nobodys ??= Hash("nobody's password"), password);
}
