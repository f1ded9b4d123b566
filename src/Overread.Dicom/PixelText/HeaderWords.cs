using Overread.Dicom.Deidentify;

namespace Overread.Dicom.PixelText;

/// <summary>The words by which an object's header names people, places and numbers, to be met again in its pixels.</summary>
internal sealed class HeaderWords
{
    // Shorter words are met inside others by chance.
    private const int Least = 3;
    private const int Long = 5;
    private readonly IReadOnlySet<string> _words;

    private HeaderWords(IReadOnlySet<string> words) => _words = words;

    /// <summary>Of an object; of none, no word.</summary>
    internal static HeaderWords Of(Dataset? header) =>
        new(
            header is null
                ? new HashSet<string>()
                : SourceWords
                    .Collect(
                        header,
                        header.GetText(Tags.PatientIdentityRemoved) == "YES" ? header.GetText(Tags.PatientId) ?? "" : ""
                    )
                    .Words
        );

    /// <summary>
    /// True where a text has one of them: as a word, long ones also with one letter misread or run together with what stands
    /// beside them.
    /// </summary>
    internal bool AreIn(string text)
    {
        if (_words.Count == 0)
        {
            return false;
        }

        string upper = text.ToUpperInvariant();
        string[] parts = upper.Split((char[])[.. upper.Where(c => !char.IsLetterOrDigit(c)).Distinct()]);
        string run = string.Concat(parts);
        return parts.Append(run).Any(Has)
            || _words.Any(w => w.Length >= Long && run.Contains(w, StringComparison.Ordinal));
    }

    private bool Has(string word) =>
        word.Length >= Least
        && (_words.Contains(word) || (word.Length >= Long && _words.Any(known => IsNear(known, word))));

    private static bool IsNear(string word, string text)
    {
        if (Math.Abs(word.Length - text.Length) > 1 || word.Length < Long)
        {
            return false;
        }

        int start = 0;
        while (start < Math.Min(word.Length, text.Length) && word[start] == text[start])
        {
            start++;
        }

        int end = 0;
        while (end < Math.Min(word.Length, text.Length) - start && word[^(end + 1)] == text[^(end + 1)])
        {
            end++;
        }

        return Math.Max(word.Length, text.Length) - start - end <= 1;
    }
}
