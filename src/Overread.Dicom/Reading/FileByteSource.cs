using Microsoft.Win32.SafeHandles;

namespace Overread.Dicom;

/// <summary>A file, read at given positions so that several threads may share it.</summary>
internal sealed class FileByteSource : ByteSource
{
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

    protected override void Dispose(bool disposing)
    {
        _file.Dispose();
        base.Dispose(disposing);
    }
}
