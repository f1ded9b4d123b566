using Overread.Storage.Files;

namespace Overread.Storage.Tests;

public sealed class FileBlobStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("overread-blobs-").FullName;

    [Fact]
    public async Task A_blob_is_named_by_its_content_and_stored_once()
    {
        FileBlobStore store = new(_folder);
        (string hash, long size) = await store.Put(new MemoryStream("abc"u8.ToArray()));
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", hash);
        Assert.Equal(3, size);
        await store.Put(new MemoryStream("abc"u8.ToArray()));
        Assert.Equal([hash], store.All());
        using Stream read = store.Open(hash)!;
        Assert.Equal(3, read.Length);
        store.Delete(hash);
        Assert.False(store.Has(hash));
    }

    [Fact]
    public void A_name_that_is_no_hash_opens_nothing() =>
        Assert.Null(new FileBlobStore(_folder).Open("../../etc/passwd"));

    [Fact]
    public async Task What_a_crash_left_half_written_is_cleared()
    {
        _ = new FileBlobStore(_folder);
        await File.WriteAllTextAsync(Path.Combine(_folder, "incoming", "1-1"), "half");
        FileBlobStore store = new(_folder);
        Assert.Empty(store.All());
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_folder, "incoming")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
