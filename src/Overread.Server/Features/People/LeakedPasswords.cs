using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Overread.Server.Composition;

namespace Overread.Server.Features.People;

/// <summary>
/// Refuses passwords whose SHA-1 stands in a list of leaked ones: a file that the operator keeps, a line <c>HASH:COUNT</c> each, in the order of
/// the hashes, as haveibeenpwned.com gives it out. Searched by halves in the file; nothing is asked over the network.
/// </summary>
internal sealed class LeakedPasswords : IPasswordValidator<Account>
{
    private const int Digits = 40;
    private readonly string? _file;

    /// <exception cref="FormatException">The file is no such list.</exception>
    public LeakedPasswords(ServeOptions options)
    {
        _file = options.LeakedPasswords;
        if (_file is not null)
        {
            Check(_file);
        }
    }

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) =>
        Task.FromResult(
            password is not null && Has(password)
                ? IdentityResult.Failed(
                    new IdentityError
                    {
                        Code = "Leaked",
                        Description = "This password stands in a list of leaked ones: take another.",
                    }
                )
                : IdentityResult.Success
        );

    /// <summary>True where the list has the password; false where there is no list.</summary>
    public bool Has(string password)
    {
        if (_file is null)
        {
            return false;
        }

        // The list is made with SHA-1; nothing is kept safe by it here.
#pragma warning disable CA5350
        string wanted = Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(password)));
#pragma warning restore CA5350
        using FileStream file = File.OpenRead(_file);
        (long low, long high) = (0, file.Length);
        while (low < high)
        {
            // The line that begins at or after the middle stands for it.
            long middle = low + ((high - low) / 2);
            (long start, long end, string hash) = LineAt(file, middle);
            int order = hash.Length == 0 ? 1 : string.CompareOrdinal(hash, wanted);
            if (order == 0)
            {
                return true;
            }

            (low, high) = order < 0 ? (end, high) : (low, Math.Min(middle, start));
        }

        return false;
    }

    /// <summary>The first line that begins at or after a place; without a hash where none does.</summary>
    private static (long Start, long End, string Hash) LineAt(FileStream file, long place)
    {
        long start = place;
        if (place > 0)
        {
            file.Position = place - 1;
            for (int b = file.ReadByte(); b >= 0 && b != '\n'; b = file.ReadByte())
            {
                start++;
            }
        }

        file.Position = start;
        StringBuilder line = new();
        int next = file.ReadByte();
        for (; next >= 0 && next != '\n'; next = file.ReadByte())
        {
            line.Append((char)next);
        }

        string hash = line.Length < Digits ? "" : line.ToString(0, Digits).ToUpperInvariant();
        return (start, file.Position, hash);
    }

    private static void Check(string path)
    {
        string first;
        try
        {
            using StreamReader reader = new(path);
            first = reader.ReadLine() ?? "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"The list of leaked passwords cannot be read: {e.Message}");
        }

        if (
            first.Length < Digits
            || !first[..Digits].All(char.IsAsciiHexDigit)
            || (first.Length > Digits && first[Digits] != ':')
        )
        {
            throw new FormatException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{path}, line 1: a list of leaked passwords has lines HASH:COUNT with {Digits} hexadecimal digits of SHA-1, in their order."
                )
            );
        }
    }
}
