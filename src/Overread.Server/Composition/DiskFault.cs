using Microsoft.Data.Sqlite;
using Overread.Domain;
using Overread.Storage;

namespace Overread.Server.Composition;

/// <summary>A disk that is full or takes no writes, told apart from other faults and said in words.</summary>
internal static class DiskFault
{
    // ENOSPC and EDQUOT (POSIX), ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL (Windows).
    private static readonly int[] Full = [28, 122, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    // SQLite: input or output failed, read-only, cannot open.
    private static readonly int[] Failing = [10, 8, 14];
    private const long Reserve = 16 << 20;

    /// <summary>The status and the problem; null where the fault is not the disk's.</summary>
    public static (int Status, Refusal Problem)? Of(Exception fault, DataFolder folder, long? sent)
    {
        bool io = fault is SqliteException { SqliteErrorCode: var code } && Failing.Contains(code);
        bool full = IsFull(fault);
        if (!io && !full)
        {
            return null;
        }

        long? free = Free(folder);
        return full || free < 1 << 20
            ? (
                StatusCodes.Status507InsufficientStorage,
                new Refusal("disk.full", "The server's disk is full; nothing of this request was saved.")
                {
                    Next =
                        "What you answered stays on your device and is sent again by itself. Tell the administrator: the disk of the data folder needs room; saving goes on as soon as there is some.",
                    Facts = new Dictionary<string, object?>
                    {
                        ["freeBytes"] = free,
                        ["neededBytes"] = (sent ?? 0) + Reserve,
                        [ProblemWriter.RetryAfter] = 15,
                    },
                }
            )
            : (
                StatusCodes.Status503ServiceUnavailable,
                new Refusal("disk.failing", "The server's disk takes no writes; nothing of this request was saved.")
                {
                    Next =
                        "What you answered stays on your device and is sent again by itself. Tell the administrator to look at the disk of the data folder.",
                    Facts = new Dictionary<string, object?> { ["freeBytes"] = free, [ProblemWriter.RetryAfter] = 15 },
                }
            );
    }

    /// <summary>True where the fault says that there is no room left.</summary>
    public static bool IsFull(Exception fault) =>
        fault is DiskFullException
        || (fault is SqliteException { SqliteErrorCode: 13 })
        || (fault is IOException { HResult: var result } && Full.Contains(result));

    private static long? Free(DataFolder folder)
    {
        try
        {
            return new DriveInfo(folder.Root).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A disk that cannot even be asked.
            return null;
        }
    }
}
