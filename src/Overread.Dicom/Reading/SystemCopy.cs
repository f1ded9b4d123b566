using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Overread.Dicom.Reading;

/// <summary>Copies between two files inside the kernel: copy_file_range of Linux (since 4.5; between file systems 5.3).</summary>
internal static partial class SystemCopy
{
    private static volatile bool s_absent = !OperatingSystem.IsLinux();

    /// <summary>Copies from a position to the target's position, which moves on.</summary>
    /// <returns>Bytes copied; fewer than asked for, or none, where the system cannot: the caller copies the rest.</returns>
    internal static long Copy(SafeFileHandle source, long position, FileStream target, long count)
    {
        if (s_absent)
        {
            return 0;
        }

        target.Flush();
        long start = target.Position;
        long done = 0;
        SafeFileHandle file = target.SafeFileHandle;
        while (done < count)
        {
            long from = position + done;
            long to = start + done;
            nint copied;
            try
            {
                copied = CopyFileRange(source, ref from, file, ref to, (nuint)Math.Min(count - done, 1 << 30), 0);
            }
            catch (EntryPointNotFoundException)
            {
                s_absent = true;
                break;
            }

            if (copied <= 0)
            {
                // Refused (other file system, special file) or at the end: nothing is lost, the caller goes on from here.
                break;
            }

            done += copied;
        }

        target.Position = start + done;
        return done;
    }

    [LibraryImport("libc", EntryPoint = "copy_file_range", SetLastError = true)]
    private static partial nint CopyFileRange(
        SafeFileHandle source,
        ref long sourceOffset,
        SafeFileHandle target,
        ref long targetOffset,
        nuint length,
        uint flags
    );
}
