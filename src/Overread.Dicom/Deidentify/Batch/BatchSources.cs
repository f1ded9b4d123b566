using System.IO.Compression;
using Overread.Dicom.Media;
using Overread.Dicom.Reading;

namespace Overread.Dicom.Deidentify.Batch;

/// <summary>
/// Finds the files of a batch: a file, a folder with all below it, a ZIP archive, or a stream. What cannot be looked into
/// (a damaged archive, a folder without permission, a pipe, a link in a circle) is a source too, and fails when it is opened:
/// it is a line of the report, and the rest goes on.
/// </summary>
public static class BatchSources
{
    private const int DeepestFolder = 100;

    /// <summary>
    /// Files of a path, sorted by name so that their numbers are the same on every run. Of a DICOMDIR, the files that it
    /// lists.
    /// </summary>
    /// <param name="path">A file, a folder or a ZIP archive.</param>
    /// <param name="except">A folder below it that is left out, such as that of the outputs; null for none.</param>
    /// <exception cref="FileNotFoundException">There is nothing at the path.</exception>
    public static IReadOnlyList<BatchSource> Of(string path, string? except = null)
    {
        if (Directory.Exists(path))
        {
            List<BatchSource> found = [];
            string? skipped = except is null ? null : Path.TrimEndingDirectorySeparator(Path.GetFullPath(except));
            Walk(new DirectoryInfo(path), path, found, 0, skipped);
            return [.. found.OrderBy(source => source.Name, StringComparer.Ordinal)];
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

    private static void Walk(DirectoryInfo folder, string root, List<BatchSource> found, int depth, string? skipped)
    {
        string name = Path.GetRelativePath(root, folder.FullName);
        FileSystemInfo[] entries;
        try
        {
            entries = folder.GetFileSystemInfos();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            found.Add(Failing(name, exception));
            return;
        }

        foreach (FileSystemInfo entry in entries)
        {
            string entryName = Path.GetRelativePath(root, entry.FullName);
            if (entry is FileInfo file)
            {
                found.AddRange(OfFile(file, entryName));
            }
            else if (entry.LinkTarget is not null)
            {
                // A link to a folder may lead in a circle, or out of what was meant to be sent.
                found.Add(Failing(entryName, new IOException("a link to a folder is not followed")));
            }
            else if (depth >= DeepestFolder)
            {
                found.Add(Failing(entryName, new IOException("folders are nested too deep")));
            }
            else if (entry.FullName != skipped)
            {
                Walk((DirectoryInfo)entry, root, found, depth + 1, skipped);
            }
        }
    }

    /// <summary>Files that a DICOMDIR lists; null where the file is none.</summary>
    private static List<BatchSource>? OfDirectory(FileInfo file)
    {
        if (!IsRegular(file) || IsZip(file))
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
                    .OrderBy(pair => pair.Name, StringComparer.Ordinal)
                    .SelectMany(pair =>
                        pair.File.Exists
                            ? OfFile(pair.File, pair.Name)
                            : [Failing(pair.Name, new FileNotFoundException("listed by the DICOMDIR and not there"))]
                    ),
            ]
            : null;
    }

    private static List<BatchSource> OfFile(FileInfo file, string name)
    {
        try
        {
            if (!IsRegular(file))
            {
                return [Failing(name, new IOException("an empty file, a pipe or a device"))];
            }

            return IsZip(file) ? OfArchive(file, name) : [OfPlain(file, name)];
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return [Failing(name, exception)];
        }
    }

    private static BatchSource OfPlain(FileInfo file, string name) =>
        new(name, file.Length, () => ByteSource.OpenFile(file.FullName));

    private static List<BatchSource> OfArchive(FileInfo file, string name)
    {
        using ZipArchive archive = ZipFile.OpenRead(file.FullName);
        // Entries are known by their number: two may bear one name.
        return
        [
            .. archive
                .Entries.Select((entry, number) => (Entry: entry, Number: number))
                .Where(pair => pair.Entry.Length > 0)
                .OrderBy(pair => pair.Entry.FullName, StringComparer.Ordinal)
                .ThenBy(pair => pair.Number)
                .Select(pair => new BatchSource(
                    $"{name}/{pair.Entry.FullName}",
                    pair.Entry.Length,
                    () => Inflate(file.FullName, pair.Number)
                )),
        ];
    }

    private static BatchSource Failing(string name, Exception exception) => new(name, 0, () => throw exception);

    /// <summary>Pipes, sockets and devices have no length, and opening one may never end.</summary>
    private static bool IsRegular(FileInfo file) =>
        file.LinkTarget is null
            ? file.Length > 0
            : file.ResolveLinkTarget(true) is FileInfo { Exists: true, Length: > 0 };

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

    private static ByteSource Inflate(string archivePath, int number)
    {
        using ZipArchive archive = ZipFile.OpenRead(archivePath);
        ZipArchiveEntry entry =
            archive.Entries.Count > number
                ? archive.Entries[number]
                : throw new IOException("an entry of the archive is gone");
        return ByteSource.FromStream(new CheckedEntryStream(entry.Open(), entry.Crc32));
    }
}
