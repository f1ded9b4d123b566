using System.Security.Cryptography;
using System.Text;

namespace Overread.Domain;

/// <summary>A random order that a seed fixes: the same on every machine and in every version, and that of a part is that of the whole.</summary>
public static class SeededOrder
{
    /// <summary>The things by SHA-256 of the seed and their id, as hexadecimal digits.</summary>
    /// <param name="things">Any order.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="id">What tells them apart.</param>
    public static IEnumerable<T> Of<T>(IEnumerable<T> things, long seed, Func<T, string> id) =>
        things.OrderBy(
            t => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}:{id(t)}"))),
            StringComparer.Ordinal
        );
}
