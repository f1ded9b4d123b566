using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Overread.Server.Features.People;

/// <summary>
/// How passwords are hashed: Identity's version 3 (PBKDF2, HMAC-SHA-512, a salt of 128 bits), whose bytes name algorithm and rounds. A password
/// that was hashed with fewer rounds is hashed anew when it is next given rightly.
/// </summary>
internal static class PasswordHashes
{
    /// <summary>Rounds, as OWASP asks for them of PBKDF2 with SHA-512.</summary>
    public const int Rounds = 210_000;

    /// <summary>Hashes and verifies.</summary>
    public static IPasswordHasher<Account> Hasher { get; } =
        new PasswordHasher<Account>(Options.Create(new PasswordHasherOptions { IterationCount = Rounds }));
}
