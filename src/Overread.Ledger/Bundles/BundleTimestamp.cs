using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Overread.Ledger.Timestamps;

namespace Overread.Ledger.Bundles;

/// <summary>The time stamp over a bundle's checkpoint, where an authority gave one.</summary>
public static class BundleTimestamp
{
    /// <summary>True where the bundle has a time stamp or a part of one.</summary>
    public static bool IsIn(IBundleSource source) =>
        source.Paths.Contains(BundleManifest.TimestampName) || source.Paths.Contains(BundleManifest.TimestampChainName);

    /// <summary>What it says, once it holds.</summary>
    /// <param name="source">The bundle.</param>
    /// <param name="trusted">Roots to trust; null takes the one in the bundle.</param>
    /// <exception cref="FormatException">It does not hold, or a file of it is missing or damaged.</exception>
    public static TimestampStatement Read(IBundleSource source, IEnumerable<X509Certificate2>? trusted = null)
    {
        X509Certificate2Collection chain = [];
        try
        {
            chain.ImportFromPem(System.Text.Encoding.ASCII.GetString(Bytes(source, BundleManifest.TimestampChainName)));
        }
        catch (CryptographicException e)
        {
            throw new FormatException("The certificates cannot be read: " + e.Message, e);
        }

        return TimestampToken
            .Parse(Bytes(source, BundleManifest.TimestampName))
            .Verify(Bytes(source, BundleManifest.CheckpointName), chain, trusted);
    }

    private static byte[] Bytes(IBundleSource source, string path)
    {
        if (!source.Paths.Contains(path))
        {
            throw new FormatException($"{path} is missing.");
        }

        using Stream stream = source.Open(path);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
