using System.Globalization;
using System.Security.Cryptography;
using Overread.Domain.Releases;
using Overread.Ledger.Bundles;
using Overread.Server.Features.Signing.Contracts;
using SkiaSharp;

namespace Overread.Server.Features.Releases.Report;

/// <summary>
/// The signatures of a release in print (21 CFR 11.50): name, time and meaning of each. A file of its own, for the last of them
/// are over the report.
/// </summary>
internal static class SignaturePage
{
    /// <summary>Writes it.</summary>
    /// <returns>Its SHA-256; null where nothing was signed, and then there is no page.</returns>
    public static string? Write(string draft, ReleasePublished release, IReadOnlyList<SignatureView> signatures)
    {
        string path = Path.Combine(draft, BundleManifest.SignaturePageName);
        File.Delete(path);
        if (signatures.Count == 0)
        {
            return null;
        }

        using MemoryStream counted = new();
        int of = Draw(counted, release, signatures, 0);
        using (FileStream file = File.Create(path))
        {
            Draw(file, release, signatures, of);
            file.Flush(flushToDisk: true);
        }

        return Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
    }

    private static int Draw(Stream to, ReleasePublished release, IReadOnlyList<SignatureView> signatures, int of)
    {
        string name = $"{release.Name}:{release.Version}";
        DateTime at = DateTime.Parse(signatures[^1].At, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
        SKDocumentPdfMetadata metadata = new()
        {
            Title = name + ", signatures",
            Subject = "Signatures of a release",
            Creator = "Overread",
            Producer = "Overread",
            Creation = at,
            Modified = at,
            RasterDpi = 72,
            EncodingQuality = 101,
        };
        using ReportPages pages = new(to, metadata, name + "  ·  signatures", of);
        pages.Heading("Signatures of " + name, 18);
        pages.Paragraph(
            "Each was given on the server by the person named, signed in, who confirmed the meaning and proved who they are by the components named. Each is an event of the record; audit/signatures.jsonl holds the events with their proofs, and overread verify checks that each is over the content that is here."
        );
        pages.Space(6);
        pages.Pair("Content of the release", release.ContentHash);
        pages.Space(6);
        ReportTable table = new(
            pages,
            new("Name", 0.2f),
            new("Time (UTC)", 0.19f),
            new("Meaning", 0.36f),
            new("Of what, and hash", 0.25f)
        );
        foreach (SignatureView s in signatures)
        {
            table.Row(
                s.Name + "\nby " + string.Join(", ", s.Components),
                $"{s.At[..10]} {s.At[11..19]}",
                s.Meaning,
                s.Subject + "\n" + s.Hash
            );
        }

        return pages.Count;
    }
}
