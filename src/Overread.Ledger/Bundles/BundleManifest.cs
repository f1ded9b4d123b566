using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Overread.Ledger.Bundles;

/// <summary>
/// The lists that bind a bundle's files together. <c>manifest.json</c> lists every file but itself and
/// <c>SHA256SUMS</c>; <c>SHA256SUMS</c> lists every file but itself. Both have exactly one spelling for given files, so a
/// verifier writes them anew and compares bytes. The content hash covers every file but the lists and the sealing files,
/// which can exist only once the release event that names the content hash is in the record.
/// </summary>
public static class BundleManifest
{
    /// <summary>The manifest's name.</summary>
    public const string ManifestName = "manifest.json";

    /// <summary>The name of the list for <c>sha256sum -c</c>.</summary>
    public const string SumsName = "SHA256SUMS";

    /// <summary>The signed head of the record.</summary>
    public const string CheckpointName = "checkpoint";

    /// <summary>The inclusion proof of the release event.</summary>
    public const string ProofName = "manifest.tlog-proof";

    /// <summary>The release event with payload and secret.</summary>
    public const string ReleaseEventName = "audit/release-event.json";

    /// <summary>The leaf hashes of the whole record up to the checkpoint, 32 bytes each.</summary>
    public const string LeavesName = "audit/leaves.bin";

    /// <summary>The disclosed events, one JSON object a line.</summary>
    public const string EventsName = "audit/events.jsonl";

    /// <summary>The signatures that people gave, one JSON object a line; only where something was signed.</summary>
    public const string SignaturesName = "audit/signatures.jsonl";

    /// <summary>The signatures in print; only where something was signed.</summary>
    public const string SignaturePageName = "signatures.pdf";

    /// <summary>The key that signs the checkpoint.</summary>
    public const string KeyName = "keys.vkey";

    /// <summary>The changes of the record's signing key up to the checkpoint, where there were any (<see cref="LogKeyChain"/>).</summary>
    public const string KeyChangesName = "keys.changes";

    /// <summary>
    /// The checkpoint again, with cosignatures of witnesses under it (c2sp.org/tlog-cosignature), where there are any.
    /// </summary>
    public const string CosignedName = "checkpoint.cosigned";

    /// <summary>A time-stamp authority's answer over the bytes of the checkpoint (RFC 3161), where there is one.</summary>
    public const string TimestampName = "checkpoint.tsr";

    /// <summary>The certificates from the one that signed the time stamp to its root, PEM.</summary>
    public const string TimestampChainName = "tsa-chain.pem";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
    private static readonly HashSet<string> Sealing =
    [
        CheckpointName,
        ProofName,
        ReleaseEventName,
        LeavesName,
        SignaturesName,
        SignaturePageName,
        CosignedName,
        KeyChangesName,
        TimestampName,
        TimestampChainName,
    ];

    /// <summary>Hashes one file of a bundle.</summary>
    public static BundleFile Hash(IBundleSource source, string path)
    {
        using Stream stream = source.Open(path);
        using SHA256 sha = SHA256.Create();
        byte[] hash = sha.ComputeHash(stream);
        return new BundleFile(path, stream.Length, Convert.ToHexStringLower(hash));
    }

    /// <summary>SHA-256 over the list of content files, lower-case hex: what the release event names.</summary>
    public static string ContentHash(IEnumerable<BundleFile> files) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(Lines(files.Where(f => IsListed(f.Path) && !Sealing.Contains(f.Path))))
            )
        );

    /// <summary>The bytes of <c>manifest.json</c>.</summary>
    public static byte[] ManifestBytes(IEnumerable<BundleFile> files)
    {
        var entries = files
            .Where(f => IsListed(f.Path))
            .OrderBy(f => f.Path, StringComparer.Ordinal)
            .Select(f => new
            {
                path = f.Path,
                size = f.Size,
                sha256 = f.Sha256,
                mediaType = MediaType(f.Path),
                role = Role(f.Path),
            });
        return JsonSerializer.SerializeToUtf8Bytes(new { format = "overread-bundle/1", files = entries }, Indented);
    }

    /// <summary>The bytes of <c>SHA256SUMS</c>, as <c>sha256sum -c</c> reads them.</summary>
    public static byte[] SumsBytes(IEnumerable<BundleFile> files) =>
        Encoding.UTF8.GetBytes(Lines(files.Where(f => f.Path != SumsName)));

    /// <summary>Reads the paths and hashes of a manifest, for naming what differs; empty where it cannot be read.</summary>
    public static IReadOnlyDictionary<string, string> ReadManifest(byte[] bytes)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(bytes);
            return json
                .RootElement.GetProperty("files")
                .EnumerateArray()
                .ToDictionary(f => f.GetProperty("path").GetString()!, f => f.GetProperty("sha256").GetString()!);
        }
        catch (Exception e)
            when (e is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            return new Dictionary<string, string>();
        }
    }

    /// <summary>The media type of a file, by its name.</summary>
    public static string MediaType(string path) =>
        Path.GetExtension(path) switch
        {
            ".json" when path is "ro-crate-metadata.json" => "application/ld+json",
            ".json" when path.EndsWith(".cdx.json", StringComparison.Ordinal) => "application/vnd.cyclonedx+json",
            ".json" => "application/json",
            ".jsonld" => "application/ld+json",
            ".jsonl" => "application/jsonl",
            ".csv" => "text/csv",
            ".md" => "text/markdown",
            ".yaml" or ".cff" => "application/yaml",
            ".pdf" => "application/pdf",
            ".parquet" => "application/vnd.apache.parquet",
            ".bin" => "application/octet-stream",
            ".tsr" => "application/timestamp-reply",
            ".pem" => "application/pem-certificate-chain",
            ".py" => "text/x-python",
            ".dcm" => "application/dicom",
            ".png" => "image/png",
            ".jpg" => "image/jpeg",
            _ => "text/plain",
        };

    private static bool IsListed(string path) => path is not (ManifestName or SumsName);

    private static string Lines(IEnumerable<BundleFile> files) =>
        string.Concat(
            files
                .OrderBy(f => f.Path, StringComparer.Ordinal)
                .Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Sha256}  {f.Path}\n"))
        );

    private static string Role(string path) =>
        path switch
        {
            "CHANGELOG.md" => "changes",
            "CITATION.cff" => "citation",
            "LICENSE" => "licence",
            "prov.json" => "provenance",
            "healthdcat.jsonld" or "ro-crate-metadata.json" => "metadata",
            _ when path.Contains('/', StringComparison.Ordinal) => path[..path.IndexOf('/', StringComparison.Ordinal)],
            _ => "root",
        };
}
