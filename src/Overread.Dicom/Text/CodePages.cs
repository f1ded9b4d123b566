using System.Text;

namespace Overread.Dicom.Text;

/// <summary>Code pages of the platform, with its full list switched on and damage shown as U+FFFD.</summary>
internal static class CodePages
{
    private static readonly EncodingProvider Provider = CodePagesEncodingProvider.Instance;

    internal static Encoding Get(int number)
    {
        EncoderReplacementFallback encoder = new("?");
        DecoderReplacementFallback decoder = new("\uFFFD");
        return number is 65001 or 28591 or 20127
            ? Encoding.GetEncoding(number, encoder, decoder)
            : Provider.GetEncoding(number, encoder, decoder)
                ?? throw new NotSupportedException($"code page {number} is not on this platform");
    }
}
