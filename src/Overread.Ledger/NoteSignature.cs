namespace Overread.Ledger;

/// <summary>One signature line of a note: <c>— name base64(keyid ‖ signature)</c>.</summary>
/// <param name="Name">The key's name.</param>
/// <param name="KeyId">Four bytes.</param>
/// <param name="Signature">What the key's algorithm made.</param>
public sealed record NoteSignature(string Name, byte[] KeyId, byte[] Signature)
{
    /// <summary>Reads a signature line.</summary>
    /// <exception cref="FormatException">Not a signature line.</exception>
    public static NoteSignature Parse(string line)
    {
        string[] parts = line.Split(' ');
        if (parts.Length != 3 || parts[0] != "—")
        {
            throw new FormatException("A signature line reads: — name base64.");
        }

        byte[] data = Convert.FromBase64String(parts[2]);
        // Base64 has spare bits in its last digit; a second spelling of one signature would pass unnoticed.
        if (data.Length < 5 || Convert.ToBase64String(data) != parts[2])
        {
            throw new FormatException("The signature is not canonical base64 of a key id and a signature.");
        }

        return new NoteSignature(parts[1], data[..4], data[4..]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"— {Name} {Convert.ToBase64String([.. KeyId, .. Signature])}";
}
