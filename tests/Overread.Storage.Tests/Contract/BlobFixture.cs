namespace Overread.Storage.Tests.Contract;

/// <summary>A place for blobs that is empty at first. A blob store joins the suites by one class that derives from this one.</summary>
public abstract class BlobFixture : IDisposable
{
    /// <summary>Opens the store, as a process does when it starts.</summary>
    public abstract IBlobStore Open();

    public void Dispose()
    {
        Destroy();
        GC.SuppressFinalize(this);
    }

    /// <summary>Removes everything.</summary>
    protected abstract void Destroy();
}
