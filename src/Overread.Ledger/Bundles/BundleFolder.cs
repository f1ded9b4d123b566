namespace Overread.Ledger.Bundles;

/// <summary>A bundle as a folder.</summary>
public sealed class BundleFolder(string root) : IBundleSource
{
    private readonly string _root = Path.GetFullPath(root);

    /// <inheritdoc/>
    public IReadOnlyList<string> Paths { get; } =
    [
        .. Directory
            .EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(root, f).Replace(Path.DirectorySeparatorChar, '/'))
            .Order(StringComparer.Ordinal),
    ];

    /// <inheritdoc/>
    public Stream Open(string path) => File.OpenRead(Path.Combine(_root, path));

    /// <inheritdoc/>
    public IReadOnlyList<BundleFault> ContainerFaults() => [];

    /// <inheritdoc/>
    public void Dispose() { }
}
