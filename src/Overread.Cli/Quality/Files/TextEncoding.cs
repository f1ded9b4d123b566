using System.Text;

namespace Overread.Cli.Quality.Files;

/// <summary>
/// The encoding of a text file: that of its byte order mark, UTF-16 where every other byte of the beginning is zero, else
/// UTF-8, of which a wrong byte is an error and never a replacement character.
/// </summary>
internal static class TextEncoding
{
    private const int Looked = 512;

    /// <summary>Opens a file for reading as text.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">An encoding by its IANA name, such as windows-1252; null to look.</param>
    /// <exception cref="FileError">There is no such encoding.</exception>
    internal static StreamReader Open(string path, string? name)
    {
        if (name is not null)
        {
            Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
            try
            {
                Encoding declared = Encoding.GetEncoding(
                    name,
                    EncoderFallback.ExceptionFallback,
                    DecoderFallback.ExceptionFallback
                );
                return new StreamReader(path, declared);
            }
            catch (ArgumentException)
            {
                throw new FileError(path, 0, $"--encoding {name}: there is no encoding of this name.");
            }
        }

        FileStream stream = File.OpenRead(path);
        return new StreamReader(stream, stream.CanSeek ? Look(stream) : new UTF8Encoding(false, true));
    }

    private static Encoding Look(FileStream stream)
    {
        byte[] start = new byte[Looked];
        int length = stream.ReadAtLeast(start, Looked, throwOnEndOfStream: false) & ~1;
        stream.Position = 0;
        int even = 0;
        int odd = 0;
        for (int i = 0; i < length; i += 2)
        {
            even += start[i] == 0 ? 1 : 0;
            odd += start[i + 1] == 0 ? 1 : 0;
        }

        // Latin letters, digits and separators have one zero byte each in UTF-16; other text has none in UTF-8.
        int most = length * 2 / 5;
        return odd >= most && even == 0 && length > 0 ? new UnicodeEncoding(false, true, true)
            : even >= most && odd == 0 && length > 0 ? new UnicodeEncoding(true, true, true)
            : new UTF8Encoding(false, throwOnInvalidBytes: true);
    }
}
