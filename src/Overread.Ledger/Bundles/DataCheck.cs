namespace Overread.Ledger.Bundles;

/// <summary>Holds the files that were labelled, carried or fetched later, to the hashes of <c>data/files.csv</c>.</summary>
/// <param name="source">The bundle.</param>
/// <param name="fault">Is told file and fault.</param>
internal sealed class DataCheck(IBundleSource source, Action<string, string> fault)
{
    private IReadOnlyList<BundleDataFile> _data = [];

    /// <summary>Files of the list that stand in the bundle and are not in its manifest: they came later. What the manifest lists was carried.</summary>
    public IReadOnlyDictionary<string, BundleDataFile> Fetched()
    {
        try
        {
            _data = BundleDataList.Read(source);
        }
        catch (FormatException e)
        {
            fault(BundleDataList.Name, e.Message);
        }

        if (_data.Count == 0)
        {
            return new Dictionary<string, BundleDataFile>();
        }

        HashSet<string> there = new(source.Paths, StringComparer.Ordinal);
        IReadOnlyDictionary<string, string> manifest = there.Contains(BundleManifest.ManifestName)
            ? BundleManifest.ReadManifest(Bytes(BundleManifest.ManifestName))
            : new Dictionary<string, string>();
        return _data
            .Where(d => there.Contains(d.Path) && !manifest.ContainsKey(d.Path))
            .ToDictionary(d => d.Path, StringComparer.Ordinal);
    }

    /// <summary>Holds carried files to the list; null for a bundle without one.</summary>
    /// <param name="listed">The files that are not fetched ones, hashed.</param>
    /// <param name="fetched">The others.</param>
    public BundleDataReport? Carried(
        IReadOnlyList<BundleFile> listed,
        IReadOnlyDictionary<string, BundleDataFile> fetched
    )
    {
        Dictionary<string, BundleFile> files = listed.ToDictionary(f => f.Path, StringComparer.Ordinal);
        if (!files.ContainsKey(BundleDataList.Name))
        {
            return null;
        }

        int carried = 0;
        foreach (BundleDataFile data in _data)
        {
            if (!files.TryGetValue(data.Path, out BundleFile? file))
            {
                continue;
            }

            carried++;
            if (file.Sha256 != data.Sha256 || file.Size != data.Size)
            {
                fault(data.Path, $"The file is not the one that {BundleDataList.Name} names.");
            }
        }

        return new(_data.Count, carried, fetched.Count, _data.Count - carried - fetched.Count, _data.Sum(d => d.Size));
    }

    private byte[] Bytes(string path)
    {
        using Stream stream = source.Open(path);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
