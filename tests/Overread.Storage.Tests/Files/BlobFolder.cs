using Overread.Storage.Files;
using Overread.Storage.Tests.Contract;

namespace Overread.Storage.Tests.Files;

/// <summary>Blobs in a temporary folder.</summary>
public sealed class BlobFolder : BlobFixture
{
    /// <summary>The folder.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("overread-blobs-").FullName;

    public override IBlobStore Open() => new FileBlobStore(Path);

    protected override void Destroy() => Directory.Delete(Path, recursive: true);
}
