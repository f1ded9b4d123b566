namespace Overread.Dicom.Media;

/// <summary>The directory of a medium (DICOMDIR, PS3.3 annex F): which files it lists.</summary>
public static class MediaDirectory
{
    /// <summary>True where a file is a directory.</summary>
    public static bool Is(DicomFile file) => file.Dataset.Contains(Tags.DirectoryRecordSequence);

    /// <summary>
    /// Paths of the files that a directory lists, relative to its folder, each once and in order. Names that would lead
    /// out of the folder are left out.
    /// </summary>
    public static IReadOnlyList<string> Files(DicomFile directory)
    {
        List<string> files = [];
        foreach (Dataset record in directory.Dataset.GetItems(Tags.DirectoryRecordSequence))
        {
            IReadOnlyList<string> parts = record.GetTexts(Tags.ReferencedFileId);
            bool safe =
                parts.Count > 0
                && parts.All(part => part.Length > 0 && part != ".." && part.IndexOfAny(['/', '\0']) < 0);
            if (safe && string.Join('/', parts) is { } path && !files.Contains(path))
            {
                files.Add(path);
            }
        }

        return files;
    }
}
