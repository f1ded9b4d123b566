using System.Text;

namespace Overread.Deidentification.Patients.Files;

/// <summary>
/// Reads decisions about patients from a table (<see cref="DecisionTable"/>) or from HL7 v2 merge messages
/// (<see cref="MergeMessages"/>), whichever the file holds. Damage is a problem with its line, never an exception.
/// </summary>
public static class DecisionFile
{
    /// <summary>Most bytes that are read.</summary>
    public const int Largest = 64 << 20;

    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>Reads a file: UTF-8, UTF-16 with a byte order mark, or else Latin-1.</summary>
    public static DecisionReading Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Largest)
        {
            return new([], [new(1, "", "the file is larger than 64 MiB")]);
        }

        string text = TextOf(bytes);
        return MergeMessages.Is(text) ? MergeMessages.Read(text) : DecisionTable.Read(text);
    }

    private static string TextOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= 2 && bytes[0] == 0xFF && bytes[1] == 0xFE)
        {
            return Encoding.Unicode.GetString(bytes[2..]);
        }

        if (bytes.Length >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF)
        {
            return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        }

        try
        {
            string text = Strict.GetString(bytes);
            return text.TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }
}
