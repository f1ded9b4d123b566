namespace Overread.Dicom.Reading;

/// <summary>A stream that cannot seek, read to its end: small ones into memory, others into a temporary file.</summary>
internal sealed class SpooledByteSource(FileStream file) : ByteSource
{
    private const int MemoryLimit = 32 << 20;
    private readonly Lock _gate = new();

    public override long Length { get; } = file.Length;

    public override int Read(long position, Span<byte> target)
    {
        lock (_gate)
        {
            file.Position = position;
            return file.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        }
    }

    internal static ByteSource ReadAll(Stream stream, bool leaveOpen)
    {
        MemoryStream memory = new();
        byte[] buffer = new byte[1 << 16];
        FileStream? spool = null;
        try
        {
            int read;
            while ((read = stream.Read(buffer)) > 0)
            {
                if (spool is null && memory.Length + read > MemoryLimit)
                {
                    spool = new FileStream(
                        Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
                        FileMode.CreateNew,
                        FileAccess.ReadWrite,
                        FileShare.None,
                        1 << 16,
                        FileOptions.DeleteOnClose
                    );
                    memory.WriteTo(spool);
                    memory = new MemoryStream();
                }

                (spool ?? (Stream)memory).Write(buffer, 0, read);
            }
        }
        catch
        {
            spool?.Dispose();
            throw;
        }
        finally
        {
            if (!leaveOpen)
            {
                stream.Dispose();
            }
        }

        spool?.Flush();
        return spool is null
            ? new MemoryByteSource(memory.GetBuffer().AsMemory(0, (int)memory.Length))
            : new SpooledByteSource(spool);
    }

    protected override void Dispose(bool disposing)
    {
        file.Dispose();
        base.Dispose(disposing);
    }
}
