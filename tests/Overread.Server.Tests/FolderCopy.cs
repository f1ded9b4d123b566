namespace Overread.Server.Tests;

/// <summary>Another copy of a folder, as an operator or somebody else makes one.</summary>
internal static class FolderCopy
{
    /// <summary>Copies every file below a folder to the same place below another.</summary>
    public static void Make(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
