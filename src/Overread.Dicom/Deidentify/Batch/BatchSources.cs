using System.IO.Compression;
using Overread.Dicom.Media;
using Overread.Dicom.Reading;

namespace Overread.Dicom.Deidentify.Batch;

/// <summary>Finds the files of a batch: a file, a folder with all below it, a ZIP archive, or a stream.</summary>
public static class BatchSources
{
    /// <summary>
    /// Files of a path, sorted by name so that their numbers are the same on every run. Of a DICOMDIR, the files that it
    /// lists.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is nothing at the path.</exception>
    public static IReadOnlyList<BatchSource> Of(string path)
    {
        if (Directory.Exists(path))
        {
            return
            [
                .. new DirectoryInfo(path)
                    .EnumerateFiles("*", SearchOption.AllDirectories)
                    .Select(file => (Name: Path.GetRelativePath(path, file.FullName), File: file))
                    .OrderBy(pair => pair.Name, StringComparer.Ordinal)
                    .SelectMany(pair => OfFile(pair.File, pair.Name)),
            ];
        }

        if (!File.Exists(path))
        {
            throw new FileNotFoundException("no file and no folder there");
        }

        FileInfo info = new(path);
        return OfDirectory(info) ?? [.. OfFile(info, info.Name)];
    }

    /// <summary>A stream as the only file of a batch; it is read once.</summary>
    public static IReadOnlyList<BatchSource> Of(Stream stream) =>
        [new BatchSource("stdin", -1, () => ByteSource.FromStream(stream, leaveOpen: true))];

    /// <summary>Files that a DICOMDIR lists; null where the file is none.</summary>
    private static List<BatchSource>? OfDirectory(FileInfo file)
    {
        if (IsZip(file))
        {
            return null;
        }

        using DicomFile read = DicomFile.Read(file.FullName);
        return MediaDirectory.Is(read)
            ?
            [
                .. MediaDirectory
                    .Files(read)
                    .Select(name => (Name: name, File: new FileInfo(Path.Combine(file.DirectoryName!, name))))
                    .Where(pair => pair.File.Exists)
                    .OrderBy(pair => pair.Name, StringComparer.Ordinal)
                    .SelectMany(pair => OfFile(pair.File, pair.Name)),
            ]
            : null;
    }

    private static IEnumerable<BatchSource> OfFile(FileInfo file, string name)
    {
        if (!IsZip(file))
        {
            return [new BatchSource(name, file.Length, () => ByteSource.OpenFile(file.FullName))];
        }

        using ZipArchive archive = ZipFile.OpenRead(file.FullName);
        return
        [
            .. archive
                .Entries.Where(entry => entry.Length > 0)
                .OrderBy(entry => entry.FullName, StringComparer.Ordinal)
                .Select(entry => new BatchSource(
                    $"{name}/{entry.FullName}",
                    entry.Length,
                    () => Inflate(file.FullName, entry.FullName)
                )),
        ];
    }

    private static bool IsZip(FileInfo file)
    {
        if (file.Length < 22)
        {
            return false;
        }

        using FileStream stream = file.OpenRead();
        Span<byte> head = stackalloc byte[4];
        return stream.Read(head) == 4 && head.SequenceEqual("PK\u0003\u0004"u8);
    }

    private static ByteSource Inflate(string archivePath, string entryName)
    {
        using ZipArchive archive = ZipFile.OpenRead(archivePath);
        ZipArchiveEntry entry = archive.GetEntry(entryName) ?? throw new IOException("an entry of the archive is gone");
        return ByteSource.FromStream(entry.Open());
    }
}
