using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Overread.Ledger.Bundles;

/// <summary>
/// The labels of one item whose labels a release holds back, with the salt that keeps anybody from guessing them from the
/// commitment: HMAC-SHA-256 under the salt over the UTF-8 bytes of the body.
/// </summary>
/// <param name="Item">The item's id.</param>
/// <param name="Salt">32 random bytes, base64.</param>
/// <param name="Body">The rows of the item in the tables of a release, as a JSON object by path; begins with the item.</param>
public sealed record SealedRow(string Item, string Salt, string Body)
{
    /// <summary>The table of the bundle that lists the sealed items with their commitments.</summary>
    public const string TableName = "sealed/items.csv";

    private const int SaltBytes = 32;

    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The commitment, lower-case hex.</summary>
    public string Commitment() =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Convert.FromBase64String(Salt), Encoding.UTF8.GetBytes(Body)));

    /// <summary>One line of a file that opens a set, with its end.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, Plain) + "\n";

    /// <summary>Reads a line.</summary>
    /// <exception cref="FormatException">It is none, or its body is another item's.</exception>
    public static SealedRow Parse(string line)
    {
        try
        {
            SealedRow row =
                JsonSerializer.Deserialize<SealedRow>(line, Plain) ?? throw new FormatException("It is empty.");
            if (row.Item is null || row.Salt is null || row.Body is null)
            {
                throw new FormatException("It lacks item, salt or body.");
            }

            if (Convert.FromBase64String(row.Salt).Length != SaltBytes)
            {
                throw new FormatException("The salt is not 32 bytes.");
            }

            using JsonDocument body = JsonDocument.Parse(row.Body);
            return body.RootElement.GetProperty("item").GetString() == row.Item
                ? row
                : throw new FormatException("The body is of another item.");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("It is no opened label: " + e.Message);
        }
    }
}
