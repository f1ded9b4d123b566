namespace Overread.Storage.Tests.Contract;

/// <summary>Blobs are named by their content, and only whole ones are there.</summary>
public abstract class BlobStoreContract<TBlobs>
    where TBlobs : BlobFixture, new()
{
    private const string Abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    [Fact]
    public async Task A_blob_is_named_by_its_content_and_stored_once()
    {
        using TBlobs blobs = new();
        IBlobStore store = blobs.Open();
        (string hash, long size) = await store.Put(new MemoryStream("abc"u8.ToArray()));
        Assert.Equal((Abc, 3), (hash, size));
        await store.Put(new MemoryStream("abc"u8.ToArray()));
        Assert.Equal([hash], store.All());
        using (Stream read = store.Open(hash)!)
        {
            Assert.Equal(3, read.Length);
        }

        store.Delete(hash);
        Assert.False(store.Has(hash));
        store.Delete(hash);
        Assert.Null(store.Open(hash));
    }

    [Fact]
    public async Task What_was_put_is_there_when_the_store_is_opened_again()
    {
        using TBlobs blobs = new();
        await blobs.Open().Put(new MemoryStream("abc"u8.ToArray()));
        Assert.True(blobs.Open().Has(Abc));
    }

    [Fact]
    public void A_name_that_is_no_hash_opens_nothing()
    {
        using TBlobs blobs = new();
        Assert.Null(blobs.Open().Open("../../etc/passwd"));
    }

    [Fact]
    public async Task Bytes_that_end_in_an_error_leave_nothing()
    {
        using TBlobs blobs = new();
        IBlobStore store = blobs.Open();
        await Assert.ThrowsAsync<IOException>(() => store.Put(new Torn()));
        Assert.Empty(store.All());
    }

    private sealed class Torn : MemoryStream
    {
        private bool _begun;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(Read(buffer.Span));

        public override int Read(Span<byte> buffer)
        {
            if (_begun)
            {
                throw new IOException("torn");
            }

            _begun = true;
            buffer[0] = 1;
            return 1;
        }
    }
}
