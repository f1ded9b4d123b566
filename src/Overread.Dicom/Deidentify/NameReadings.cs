using System.Text;

namespace Overread.Dicom.Deidentify;

/// <summary>
/// A name as its object says that it is encoded, and as it reads where that is wrong: UTF-8 that is called Latin, Latin that is
/// called UTF-8. Whoever wrote the same name elsewhere may have been right there.
/// </summary>
internal static class NameReadings
{
    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>The readings, each once; the declared one first.</summary>
    internal static IEnumerable<string> Of(Dataset dataset, Element element)
    {
        if (dataset.TextOf(element) is not { } declared)
        {
            return [];
        }

        ReadOnlySpan<byte> bytes = element.ReadBytes().Span;
        if (Ascii.IsValid(bytes) || bytes.Contains((byte)0x1B))
        {
            return [declared];
        }

        List<string> readings = [declared, Encoding.Latin1.GetString(bytes).TrimEnd(' ', '\0')];
        try
        {
            readings.Add(Strict.GetString(bytes).TrimEnd(' ', '\0'));
        }
        catch (DecoderFallbackException)
        {
            // No UTF-8: then nobody will have read it so.
        }

        return readings.Distinct(StringComparer.Ordinal);
    }
}
