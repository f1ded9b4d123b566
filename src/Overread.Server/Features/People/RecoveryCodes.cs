using System.Security.Cryptography;
using System.Text;
using Overread.Storage;

namespace Overread.Server.Features.People;

/// <summary>
/// Codes for whoever has lost their authenticator: 120 random bits each, good once. Only their hashes are kept, which needs no
/// slow hash at that length.
/// </summary>
internal static class RecoveryCodes
{
    /// <summary>How many are made at once.</summary>
    public const int Count = 10;

    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789";

    /// <summary>Makes new ones, and what is kept of them.</summary>
    public static (IReadOnlyList<string> Codes, string Kept) Make(IEntropy entropy)
    {
        string[] codes = [.. Enumerable.Range(0, Count).Select(_ => Make1(entropy))];
        return (codes, string.Join(' ', codes.Select(Hash)));
    }

    /// <summary>How many are left.</summary>
    public static int Left(string? kept) => kept is null or "" ? 0 : kept.Split(' ').Length;

    /// <summary>What is kept once a code was used; null where it is none of them.</summary>
    public static string? Use(string? kept, string code)
    {
        List<string> left = [.. (kept ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        return left.Remove(Hash(code)) ? string.Join(' ', left) : null;
    }

    private static string Make1(IEntropy entropy)
    {
        byte[] random = new byte[24];
        entropy.Fill(random);
        // 32 letters, of which none is taken for another: five bits of each byte choose one.
        string text = string.Concat(random.Select(b => Letters[b & 31]));
        return string.Join('-', Enumerable.Range(0, 6).Select(i => text.Substring(i * 4, 4)));
    }

    private static string Hash(string code) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    "overread recovery\0" + new string([.. code.Where(char.IsAsciiLetterOrDigit)]).ToLowerInvariant()
                )
            )
        );
}
