using Microsoft.Win32.SafeHandles;

namespace Overread.Dicom.Reading;

/// <summary>A file, read at given positions so that several threads may share it.</summary>
internal sealed class FileByteSource : ByteSource
{
    private const long LeastForSystem = 64 << 10;
    private readonly SafeFileHandle _file;

    internal FileByteSource(string path)
    {
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        Length = RandomAccess.GetLength(_file);
    }

    public override long Length { get; }

    public override int Read(long position, Span<byte> target)
    {
        int total = 0;
        while (total < target.Length)
        {
            int read = RandomAccess.Read(_file, target[total..], position + total);
            if (read == 0)
            {
                break;
            }

            total += read;
        }

        return total;
    }

    /// <summary>Into another file the system copies by itself where it can, without the bytes passing through here.</summary>
    public override void CopyTo(long position, long count, Stream target)
    {
        if (target is FileStream file && count >= LeastForSystem)
        {
            long copied = SystemCopy.Copy(_file, position, file, count);
            position += copied;
            count -= copied;
        }

        base.CopyTo(position, count, target);
    }

    protected override void Dispose(bool disposing)
    {
        _file.Dispose();
        base.Dispose(disposing);
    }
}
