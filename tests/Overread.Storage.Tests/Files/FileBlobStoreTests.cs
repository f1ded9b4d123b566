using Overread.Storage.Tests.Contract;

namespace Overread.Storage.Tests.Files;

public sealed class FileBlobStoreTests : BlobStoreContract<BlobFolder>
{
    [Fact]
    public async Task What_a_crash_left_half_written_is_cleared()
    {
        using BlobFolder blobs = new();
        blobs.Open();
        string incoming = Path.Combine(blobs.Path, "incoming");
        await File.WriteAllTextAsync(Path.Combine(incoming, "1-1"), "half", TestContext.Current.CancellationToken);
        Assert.Empty(blobs.Open().All());
        Assert.Empty(Directory.EnumerateFiles(incoming));
    }
}
