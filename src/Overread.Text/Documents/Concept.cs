namespace Overread.Text.Documents;

/// <summary>A code of a terminology.</summary>
/// <param name="Terminology">Its short name, such as MESH or SNOMEDCT; empty where the file named none.</param>
/// <param name="Code">The code; never empty.</param>
/// <param name="Name">What the terminology calls it, or the words of the text that the code stands for; null where nobody said.</param>
public sealed record Concept(string Terminology, string Code, string? Name = null)
{
    /// <summary>Terminology and code as <c>MESH:D003866</c>, or the code alone.</summary>
    public string Curie => Terminology.Length == 0 ? Code : $"{Terminology}:{Code}";

    /// <summary>Reads what <see cref="Curie"/> writes; the part before the first colon is the terminology if it is a name.</summary>
    /// <param name="text">Not empty.</param>
    public static Concept Parse(string text)
    {
        string trimmed = text.Trim();
        int colon = trimmed.IndexOf(':', StringComparison.Ordinal);
        bool named =
            colon > 0
            && colon < trimmed.Length - 1
            && char.IsAsciiLetter(trimmed[0])
            && !trimmed.AsSpan(colon + 1).StartsWith("//", StringComparison.Ordinal)
            && trimmed.AsSpan(0, colon).IndexOfAnyExcept(s_name) < 0;
        return named ? new(trimmed[..colon], trimmed[(colon + 1)..]) : new(string.Empty, trimmed);
    }

    private static readonly System.Buffers.SearchValues<char> s_name = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-. "
    );
}
