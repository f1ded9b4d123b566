using Overread.Deidentification;

namespace Overread.Cli.Deidentification;

/// <summary>A project key in a file: 64 hexadecimal digits, readable by its owner alone.</summary>
internal static class KeyFile
{
    /// <summary>Reads the key; where there is no file, makes a key and keeps it there.</summary>
    internal static ProjectKey ReadOrCreate(string path, TextWriter notes)
    {
        if (File.Exists(path))
        {
            return ProjectKey.FromHex(File.ReadAllText(path));
        }

        ProjectKey key = ProjectKey.Create();
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using StreamWriter writer = new(path, options);
        writer.WriteLine(key.ToHex());
        notes.WriteLine(
            "A new project key was made. Keep it apart from the data: without it no second run gives the same pseudonyms."
        );
        return key;
    }
}
