using Overread.Ledger.Witnesses;

namespace Overread.Server.Composition;

/// <summary>A witness that checkpoints are sent to.</summary>
/// <param name="Address">Its submission prefix: <c>add-checkpoint</c> is asked below it.</param>
/// <param name="Key">Its key; what is signed by another counts for nothing.</param>
public sealed record WitnessAddress(Uri Address, WitnessKey Key)
{
    /// <summary>Where checkpoints are sent.</summary>
    public Uri AddCheckpoint => new(Address.AbsoluteUri.TrimEnd('/') + "/add-checkpoint");

    /// <summary>The key's id as the record writes it.</summary>
    public string KeyId => Convert.ToHexStringLower(Key.KeyId);

    /// <summary>Reads <c>URL,VKEY</c>.</summary>
    /// <exception cref="FormatException">It is no such pair; the message says which half.</exception>
    public static WitnessAddress Parse(string text)
    {
        int comma = text.LastIndexOf(',');
        if (
            comma < 0
            || !Uri.TryCreate(text[..comma].Trim(), UriKind.Absolute, out Uri? address)
            || address.Scheme is not ("http" or "https")
            || address.Query.Length > 0
            || address.Fragment.Length > 0
        )
        {
            throw new FormatException(
                $"'{text}' names no witness. Write its address, a comma and its key: https://witness.example.org,name+keyid+base64."
            );
        }

        try
        {
            return new(address, WitnessKey.Parse(text[(comma + 1)..]));
        }
        catch (FormatException e)
        {
            throw new FormatException($"The key of the witness at {address} cannot be read: {e.Message}", e);
        }
    }
}
