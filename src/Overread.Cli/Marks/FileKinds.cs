using Overread.Cli.Quality.Files;
using Overread.Dicom;
using Overread.Dicom.Reading;

namespace Overread.Cli.Marks;

/// <summary>What a file is by its first bytes; its name counts only where bytes cannot tell.</summary>
internal static class FileKinds
{
    internal static bool IsVolume(string path) => Starts(path, "NRRD000"u8) || IsNifti(path);

    internal static bool IsPng(string path) => Starts(path, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);

    internal static bool IsPicture(string path) => IsPng(path) || Starts(path, [0xFF, 0xD8, 0xFF]);

    internal static bool IsDicom(string path)
    {
        byte[] head = Head(path, 132);
        if (head.Length == 132 && head.AsSpan(128).SequenceEqual("DICM"u8))
        {
            return true;
        }

        // Without a preamble: group 0008 first, in either byte order.
        return head.Length > 8
            && head[1] == 0
            && head[0] is 0x08 or 0x02
            && head[3] == 0
            && (head[4..6].All(letter => letter is >= (byte)'A' and <= (byte)'Z') || (head[6] == 0 && head[7] == 0));
    }

    internal static bool IsNifti(string path)
    {
        byte[] head = Head(path, 348);
        if (head.Length > 2 && head[0] == 0x1F && head[1] == 0x8B)
        {
            return path.EndsWith(".nii.gz", StringComparison.OrdinalIgnoreCase);
        }

        return head.Length == 348
            && (head.AsSpan(344, 3).SequenceEqual("n+1"u8) || head.AsSpan(344, 3).SequenceEqual("ni1"u8));
    }

    internal static bool Starts(string path, ReadOnlySpan<byte> magic) =>
        Head(path, magic.Length).AsSpan().SequenceEqual(magic);

    /// <summary>The first character that is no space; 0 for a file that has none in its first kilobyte.</summary>
    internal static char FirstLetter(string path)
    {
        foreach (byte letter in Head(path, 1024))
        {
            if (letter is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0xEF or 0xBB or 0xBF))
            {
                return (char)letter;
            }
        }

        return '\0';
    }

    /// <summary>The files of a folder, or the file itself, in the order of their names; hidden ones are left out.</summary>
    internal static List<string> Under(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        if (!Directory.Exists(path))
        {
            throw new FileError(path, 0, "there is no such file or folder.");
        }

        EnumerationOptions all = new() { RecurseSubdirectories = true, IgnoreInaccessible = false };
        List<string> files =
        [
            .. Directory.EnumerateFiles(path, "*", all).Where(file => !Path.GetFileName(file).StartsWith('.')),
        ];
        files.Sort(StringComparer.Ordinal);
        return files;
    }

    /// <summary>Reads all but the pixels; what is read does not need the file any more.</summary>
    internal static DicomFile ReadHeader(string path) =>
        DicomFile.Read(
            path,
            ReadOptions.Default with
            {
                StopBefore = new Tag(0x7FE00000),
                LargestInlineValue = 16 << 20,
            }
        );

    private static byte[] Head(string path, int length)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        byte[] head = new byte[length];
        return head[..stream.ReadAtLeast(head, length, throwOnEndOfStream: false)];
    }
}
