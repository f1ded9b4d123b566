using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Overread.Deidentification.Text;

namespace Overread.Dicom.Deidentify.Values;

/// <summary>
/// Names of convolution kernels (0018,1210): codes of letters and digits, and a few words that makers use. Any other long word is
/// somebody's.
/// </summary>
internal static partial class KernelNames
{
    internal static readonly Tag Tag = new(0x00181210);

    private static readonly FrozenSet<string> Known = (
        "STANDARD DETAIL SOFT SHARP SHARPPLUS SMOOTH MEDIUM ULTRA EDGE BONEPLUS CHST CHEST BODY BRAIN HEAD LUNG AICE FIRST ASIR VEO IMR IDOSE "
        + "SAFIRE ADMIRE BRANCH GAUSS GAUSSIAN HANN HANNING HAMMING RAMP PARZEN BUTTERWORTH RAMLAK SHEPP LOGAN ALLPASS METZ RECTANGLE FILTER "
        + "KERNEL NORMAL NATIVE SINOGRAM ITERATIVE RECON STRENGTH ROUTINE ENHANCED SEGMENT INNER MASTOID"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The text without long words that name no kernel.</summary>
    internal static string Clean(string text) =>
        LongWord().Replace(text, word => IsKnown(word.Value) ? word.Value : "").Trim();

    private static bool IsKnown(string word) => Known.Contains(word.ToUpperInvariant()) || TextCleaner.IsClinical(word);

    [GeneratedRegex(@"\p{L}{5,}")]
    private static partial Regex LongWord();
}
