namespace Overread.Ledger.Bundles;

/// <summary>The files of a bundle: a folder or an archive.</summary>
public interface IBundleSource : IDisposable
{
    /// <summary>Paths of all files, with '/' as separator, in ordinal order.</summary>
    IReadOnlyList<string> Paths { get; }

    /// <summary>Opens a file.</summary>
    Stream Open(string path);

    /// <summary>What is wrong with the container itself, beyond its files.</summary>
    IReadOnlyList<BundleFault> ContainerFaults();
}
