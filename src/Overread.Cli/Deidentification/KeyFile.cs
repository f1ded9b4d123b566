using Overread.Deidentification.Pseudonyms;

namespace Overread.Cli.Deidentification;

/// <summary>A project key in a file: 64 hexadecimal digits, readable by its owner alone.</summary>
internal static class KeyFile
{
    /// <summary>Reads the key.</summary>
    /// <exception cref="CommandFailedException">There is no such file, or it holds no key.</exception>
    internal static ProjectKey Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new CommandFailedException($"There is no key file {path}.");
        }

        try
        {
            return ProjectKey.FromHex(File.ReadAllText(path));
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new CommandFailedException($"{path} holds no key: 64 hexadecimal digits are meant.");
        }
    }

    /// <summary>Reads the key; where there is no file, makes a key and keeps it there.</summary>
    internal static ProjectKey ReadOrCreate(string path, TextWriter notes)
    {
        if (File.Exists(path))
        {
            return Read(path);
        }

        ProjectKey key = ProjectKey.Create();
        SecretFile.Write(path, key.ToHex() + "\n");
        notes.WriteLine(
            "A new project key was made. Keep it apart from the data: without it no second run gives the same pseudonyms."
        );
        return key;
    }
}
