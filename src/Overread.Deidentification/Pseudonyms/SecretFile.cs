using System.Text;

namespace Overread.Deidentification.Pseudonyms;

/// <summary>A new file that its owner alone may read: a key, or what names patients.</summary>
public static class SecretFile
{
    /// <summary>Writes a text as UTF-8 to a new file with mode 0600 and waits until it is on the disk.</summary>
    /// <param name="file">Path; nothing may be there.</param>
    /// <param name="text">What it holds.</param>
    /// <exception cref="IOException">There is a file, or it cannot be written.</exception>
    public static void Write(string file, string text)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using FileStream stream = new(file, options);
        stream.Write(Encoding.UTF8.GetBytes(text));
        stream.Flush(flushToDisk: true);
    }
}
