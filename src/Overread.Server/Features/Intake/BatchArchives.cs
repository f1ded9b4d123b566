using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;
using Overread.Server.Composition;
using Overread.Server.Composition.Operations;
using Overread.Server.Modalities;

namespace Overread.Server.Features.Intake;

/// <summary>
/// Unpacks the zip archives of a batch. What an archive says that it unpacks to is added up before a byte of it is unpacked, and no entry
/// gives more than it said; what does not fit leaves the archive packed, and its line in the batch says why.
/// </summary>
internal sealed class BatchArchives(DiskWatch disk, ServeOptions options)
{
    /// <summary>Bytes that the archives of a batch may unpack to.</summary>
    public const long Largest = 200L << 30;

    /// <summary>Entries that an archive may have.</summary>
    public const int MostEntries = 500_000;

    /// <summary>True where the bytes begin as an archive does.</summary>
    public static bool Is(string path)
    {
        Span<byte> head = stackalloc byte[4];
        using FileStream stream = File.OpenRead(path);
        return stream.ReadAtLeast(head, 4, throwOnEndOfStream: false) == 4 && head.SequenceEqual("PK\u0003\u0004"u8);
    }

    /// <summary>Unpacks one beside itself.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="shown">Its path as the sender has it.</param>
    /// <param name="files">Takes what came out.</param>
    /// <param name="unpacked">Bytes that the batch's archives unpacked to so far.</param>
    /// <returns>Why something of it was not unpacked, as a sentence; null where all was.</returns>
    public string? Unpack(string path, string shown, List<ReceivedFile> files, ref long unpacked)
    {
        string target = path + ".unpacked";
        int n = 0;
        string at = "its list of files";
        try
        {
            using ZipArchive zip = ZipFile.OpenRead(path);
            ZipArchiveEntry[] entries = [.. zip.Entries.Where(e => e.Name.Length > 0)];
            if (Hindrance(entries, unpacked) is { } why)
            {
                return why;
            }

            Directory.CreateDirectory(target);
            foreach (ZipArchiveEntry entry in entries)
            {
                at = entry.FullName;
                string file = Path.Combine(target, n.ToString(CultureInfo.InvariantCulture));
                Extract(entry, file);
                n++;
                unpacked += entry.Length;
                files.Add(new(file, shown + "/" + entry.FullName));
            }

            return null;
        }
        catch (InvalidDataException)
        {
            return n == 0
                ? $"The archive is damaged at {at}: nothing of it was taken. Send its files, or the archive again."
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"The archive is damaged at {at}: {(n == 1 ? "the file before it was" : $"the {n} files before it were")} taken, what follows was not. Send the rest again."
                );
        }
    }

    private string? Hindrance(ZipArchiveEntry[] entries, long before)
    {
        if (entries.Length > MostEntries)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"The archive has {entries.Length} files, of which {MostEntries} are taken at most: send it in parts."
            );
        }

        // A sum that no long holds is too much as well.
        decimal wanted = entries.Sum(e => (decimal)e.Length);
        if (wanted + before > Largest)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"The archive says that it unpacks to {wanted / (1L << 30):F1} GiB, and a batch's archives may unpack to {Largest >> 30}: send it in parts."
            );
        }

        // What is kept for readers stays kept.
        return disk.Space() is { } space && space.Free - wanted < options.LowSpaceOf(space.Total)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"The archive says that it unpacks to {wanted / (1L << 30):F1} GiB, and the disk has {space.Free / (double)(1L << 30):F1} free, of which some is kept for what readers save: make room, or send it in parts."
            )
            : null;
    }

    private static void Extract(ZipArchiveEntry entry, string file)
    {
        using Stream from = entry.Open();
        using FileStream to = File.Create(file);
        byte[] buffer = new byte[1 << 16];
        Crc32 sum = new();
        long written = 0;
        for (int read; (read = from.Read(buffer)) > 0; )
        {
            written += read;
            if (written > entry.Length)
            {
                throw new InvalidDataException("An entry unpacks to more than it says.");
            }

            sum.Append(buffer.AsSpan(0, read));
            to.Write(buffer, 0, read);
        }

        // What unpacks stops at the length that was said: only the sum tells of what is missing.
        if (written < entry.Length || sum.GetCurrentHashAsUInt32() != entry.Crc32)
        {
            throw new InvalidDataException("An entry is not what was packed.");
        }
    }
}
