using Overread.Storage;

namespace Overread.Server.Composition;

/// <summary>
/// Holds a data folder for one server as long as it runs: two over one record would each hand out the other's numbers. The
/// system lets go of it when the process ends, however it ends.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    // What a lock that somebody else holds is called: EWOULDBLOCK (POSIX), ERROR_SHARING_VIOLATION (Windows).
    private const int WouldBlock = 11;
    private const int SharingViolation = unchecked((int)0x80070020);
    private readonly FileStream _file;

    /// <param name="folder">The data folder.</param>
    /// <exception cref="StoreFormException">Another server runs over it.</exception>
    public StoreLock(string folder) =>
        _file = Take(
            Path.Combine(folder, "server.lock"),
            $"Another server runs over {Path.GetFullPath(folder)}. Stop it, or give this one a folder of its own with --data."
        );

    /// <summary>Takes a lock by its file, until it is disposed.</summary>
    /// <exception cref="StoreFormException">Somebody else holds it; the message says so.</exception>
    public static FileStream Take(string file, string held)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult is WouldBlock or SharingViolation)
        {
            throw new StoreFormException(held);
        }
    }

    public void Dispose() => _file.Dispose();
}
