using System.Text;
using Overread.Ledger.Bundles;

namespace Overread.Server.Tests;

/// <summary>A bundle with another file of cosignatures than the one that it has.</summary>
internal sealed class OtherCosignatures(string folder, string cosigned) : IBundleSource
{
    private readonly BundleFolder _bundle = new(folder);

    public IReadOnlyList<string> Paths => _bundle.Paths;

    public Stream Open(string path) =>
        path == BundleManifest.CosignedName ? new MemoryStream(Encoding.UTF8.GetBytes(cosigned)) : _bundle.Open(path);

    public IReadOnlyList<BundleFault> ContainerFaults() => _bundle.ContainerFaults();

    public void Dispose() => _bundle.Dispose();
}
