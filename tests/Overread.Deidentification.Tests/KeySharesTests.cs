using Overread.Deidentification.Pseudonyms;

namespace Overread.Deidentification.Tests;

/// <summary>A divided key comes back from enough of its parts, whichever, and from nothing less.</summary>
public sealed class KeySharesTests
{
    private static readonly ProjectKey Key = ProjectKey.FromHex(
        "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1CFDFEFF"
    );

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(5, 3)]
    [InlineData(16, 16)]
    public void Any_sufficient_set_gives_the_key_back(int shares, int needed)
    {
        IReadOnlyList<string> parts = KeyShares.Split(Key, shares, needed);
        Assert.Equal(shares, parts.Distinct().Count());
        foreach (int first in Enumerable.Range(0, shares))
        {
            string[] some = [.. Enumerable.Range(0, needed).Select(i => parts[(first + i) % shares]).Reverse()];
            Assert.Equal(Key.ToHex(), KeyShares.Join(some).ToHex());
        }

        Assert.Equal(Key.ToHex(), KeyShares.Join(parts).ToHex());
        FormatException few = Assert.Throws<FormatException>(() => KeyShares.Join([.. parts.Take(needed - 1)]));
        Assert.Contains("too few", few.Message, StringComparison.Ordinal);
    }

    /// <summary>The field's arithmetic by long multiplication, apart from the library's tables.</summary>
    [Fact]
    public void Parts_lie_on_one_polynomial_whose_value_at_0_is_the_key()
    {
        byte[][] parts = [.. KeyShares.Split(Key, 3, 2).Select(part => Convert.FromHexString(part.Split('-')[4]))];
        byte[] secret = Convert.FromHexString(Key.ToHex());
        for (int i = 0; i < secret.Length; i++)
        {
            // On a line through the secret at 0, the slope is part 1 less the secret.
            byte slope = (byte)(parts[0][i] ^ secret[i]);
            Assert.Equal(Product(slope, 2) ^ secret[i], parts[1][i]);
            Assert.Equal(Product(slope, 3) ^ secret[i], parts[2][i]);
        }
    }

    /// <summary>With one part of two, every key is equally likely: over many divisions each byte of it takes many values.</summary>
    [Fact]
    public void One_part_says_nothing()
    {
        HashSet<byte> seen = [];
        for (int i = 0; i < 2000; i++)
        {
            seen.Add(Convert.FromHexString(KeyShares.Split(Key, 2, 2)[0].Split('-')[4])[0]);
        }

        Assert.True(seen.Count > 240, $"{seen.Count} of 256 values");
    }

    [Fact]
    public void Spaces_and_small_letters_do_not_matter()
    {
        IReadOnlyList<string> parts = KeyShares.Split(Key, 2, 2);
        string typed = string.Join(' ', parts[0].ToLowerInvariant().Chunk(8).Select(c => new string(c)));
        Assert.Equal(Key.ToHex(), KeyShares.Join([typed + "\n", parts[1]]).ToHex());
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        IReadOnlyList<string> parts = KeyShares.Split(Key, 3, 2);
        IReadOnlyList<string> again = KeyShares.Split(Key, 3, 2);
        IReadOnlyList<string> other = KeyShares.Split(ProjectKey.Create(), 3, 2);
        char[] wrong = parts[1].ToCharArray();
        wrong[40] = wrong[40] == '0' ? '1' : '0';
        Assert.Contains("part 2 was misread", Refusal(parts[0], new string(wrong)), StringComparison.Ordinal);
        Assert.Contains("part 2 is of another key", Refusal(parts[0], other[1]), StringComparison.Ordinal);
        Assert.Contains("part 2 is there twice", Refusal(parts[0], parts[0]), StringComparison.Ordinal);
        Assert.Contains("part 1 is no part", Refusal("hello"), StringComparison.Ordinal);
        Assert.Contains("too few", Refusal(), StringComparison.Ordinal);
        // Of two divisions of one key every part looks right, and together they are wrong.
        Assert.Contains("one of them is wrong", Refusal(parts[0], again[1]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(3, 4)]
    [InlineData(17, 2)]
    public void Impossible_divisions_are_refused(int shares, int needed) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => KeyShares.Split(Key, shares, needed));

    private static string Refusal(params string[] parts) =>
        Assert.Throws<FormatException>(() => KeyShares.Join(parts)).Message;

    private static int Product(int a, int b)
    {
        int product = 0;
        for (int bit = 0; bit < 8; bit++)
        {
            product ^= ((b >> bit) & 1) * (a << bit);
        }

        for (int bit = 15; bit >= 8; bit--)
        {
            product ^= ((product >> bit) & 1) * (0x11B << (bit - 8));
        }

        return product;
    }
}
