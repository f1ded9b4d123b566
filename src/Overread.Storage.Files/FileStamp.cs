using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Overread.Storage.Files;

/// <summary>
/// What tells that a file is still the one that was looked at: identity, size, and the times of the last change of its bytes
/// and of the file itself, which nobody can set back.
/// </summary>
/// <param name="Inode">Its number in the file system; 0 where the system does not say.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Written">When its bytes were last changed, as the system counts.</param>
/// <param name="Changed">When anything about it was last changed; 0 where the system does not say.</param>
internal readonly record struct FileStamp(ulong Inode, long Size, long Written, long Changed)
{
    // statx(2): the layout is the same on every architecture.
    private const int Length = 256;
    private const int Empty = 0x1000;
    private const uint Basic = 0x7ff;

    public static FileStamp Of(FileStream file)
    {
        byte[] found = new byte[Length];
        return Asked(file, found)
            ? new FileStamp(
                BinaryPrimitives.ReadUInt64LittleEndian(found.AsSpan(32)),
                BinaryPrimitives.ReadInt64LittleEndian(found.AsSpan(40)),
                Time(found.AsSpan(112)),
                Time(found.AsSpan(96))
            )
            : new FileStamp(0, file.Length, File.GetLastWriteTimeUtc(file.SafeFileHandle).Ticks, 0);
    }

    private static long Time(ReadOnlySpan<byte> time) =>
        (BinaryPrimitives.ReadInt64LittleEndian(time) * 1_000_000_000)
        + BinaryPrimitives.ReadUInt32LittleEndian(time[8..]);

    private static bool Asked(FileStream file, byte[] found)
    {
        if (!OperatingSystem.IsLinux() || !BitConverter.IsLittleEndian)
        {
            return false;
        }

        try
        {
            return Statx(file.SafeFileHandle, "", Empty, Basic, found) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library from before statx: size and time must do.
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(
        SafeHandle directory,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path,
        int flags,
        uint mask,
        [Out] byte[] found
    );
}
