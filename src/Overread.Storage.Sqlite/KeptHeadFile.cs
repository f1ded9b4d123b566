namespace Overread.Storage.Sqlite;

/// <summary>The file of <see cref="KeptHead"/>, held open while the store is. Used by one thread at a time.</summary>
internal sealed class KeptHeadFile(SqliteOptions options) : IDisposable
{
    private FileStream? _file;
    private KeptHead? _last;

    /// <summary>Keeps a head; what fails is reported and nobody's unit fails with it: the head before stays true.</summary>
    public void Keep(KeptHead head)
    {
        if (options.HeadFile is not { } path || head == _last)
        {
            return;
        }

        try
        {
            bool fresh = _file is null;
            _file ??= new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, 1);
            _file.Position = 0;
            _file.Write(head.Text(options.GuardKey));
            _file.Flush(flushToDisk: fresh);
            _last = head;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            options.Fault?.Invoke("How far the record has come could not be kept beside the database.", e);
        }
    }

    public void Dispose() => _file?.Dispose();
}
