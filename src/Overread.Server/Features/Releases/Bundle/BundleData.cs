using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Overread.Domain;
using Overread.Domain.Intake;
using Overread.Domain.Releases;
using Overread.Ledger.Bundles;
using Overread.Storage;

namespace Overread.Server.Features.Releases.Bundle;

/// <summary>
/// What was labelled, beside the labels: the files as they passed the gate, each at a path made of what the bundle names
/// anyway. They stand in the bundle, or its list says what to fetch. Companions, which nobody read, are not among them.
/// </summary>
internal static class BundleData
{
    /// <summary>The most bytes that a bundle carries: it stays an archive that every tool opens.</summary>
    public const long Most = 2L << 30;

    /// <summary>The most files that a bundle carries.</summary>
    public const int MostFiles = 50_000;

    /// <summary>The program in the bundle that reads it.</summary>
    public const string LoaderName = "load.py";

    /// <summary>The same for ML.NET.</summary>
    public const string NetLoaderName = "OverreadRelease.cs";

    /// <summary>One file with where it stands.</summary>
    internal sealed record Entry(ItemFacts Item, FileFacts File, string Path);

    /// <summary>The files of items, in the order of items, series and files.</summary>
    public static IEnumerable<Entry> Of(BundleContent content) =>
        content.Items.Concat(content.SealedItems).SelectMany(i => Of(content, i));

    /// <summary>The files of one item.</summary>
    public static IEnumerable<Entry> Of(BundleContent content, ItemFacts item) =>
        item.Series.SelectMany(
            (series, s) =>
                series.Files.Select(
                    (file, f) =>
                        new Entry(
                            item,
                            file,
                            FormattableString.Invariant(
                                $"data/sub-{Part(item.Subject)}/{Part(item.Id)}/series-{s + 1:00}/{f + 1:0000}{content.Modalities.Extension(file.MediaType)}"
                            )
                        )
                )
        );

    /// <summary>The rows of <c>data/files.csv</c>.</summary>
    public static CsvText Table(BundleContent content)
    {
        CsvText csv = new("item", "file", "path", "media_type", "size", "sha256");
        foreach (Entry e in Of(content))
        {
            csv.Row(e.Item.Id, e.File.Id, e.Path, e.File.MediaType, e.File.Size, e.File.Hash);
        }

        return csv;
    }

    /// <summary>What <c>overread fetch</c> needs to ask for them.</summary>
    public static string Retrieval(BundleContent content, string release) =>
        BundleWriter.Json(
            new
            {
                format = "overread-data/1",
                project = content.Project,
                release,
                content.Name,
                content.Version,
                carried = content.Carries is not null,
                files = Of(content).Count(),
                bytes = Of(content).Sum(e => e.File.Size),
            }
        );

    /// <summary>The text of a loader.</summary>
    /// <param name="name">Its name in the bundle.</param>
    public static string Loader(string name)
    {
        using Stream text = typeof(BundleData).Assembly.GetManifestResourceStream("Overread.Server." + name)!;
        using StreamReader reader = new(text);
        return reader.ReadToEnd();
    }

    /// <summary>What the record says of the files of a release.</summary>
    public static ReleasedData Released(BundleContent content) =>
        new(content.Carries is not null, Of(content).Count(), Of(content).Sum(e => e.File.Size));

    /// <summary>Refuses a bundle that would carry more than it may; null where it does not.</summary>
    public static Refusal? TooLarge(BundleContent content) =>
        content.Carries is { } limit
            ? ReleaseRules.Carries(Of(content).Count(), Of(content).Sum(e => e.File.Size), MostFiles, limit)
            : null;

    /// <summary>Copies the files into the bundle, one piece at a time.</summary>
    /// <exception cref="RefusedException">One is not in the store any more, or is not what its hash says.</exception>
    public static async Task Carry(BundleContent content, IBlobStore blobs, string folder)
    {
        if (content.Carries is null)
        {
            return;
        }

        foreach (Entry e in Of(content))
        {
            string path = Path.Combine(folder, e.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            try
            {
                await using Stream blob = blobs.Open(e.File.Hash) ?? throw Lost(e, "is missing from the store");
                await using FileStream file = File.Create(path);
                await blob.CopyToAsync(file);
            }
            catch (BlobDamagedException)
            {
                throw Lost(e, "is not what its hash says");
            }
        }
    }

    /// <summary>How a bundle's data stand, as its files say; null for a bundle without a list of them.</summary>
    public static ReleasedData? Read(string bundle)
    {
        string path = Path.Combine(bundle, BundleDataList.RetrievalName);
        if (!File.Exists(path))
        {
            return null;
        }

        using JsonDocument said = JsonDocument.Parse(File.ReadAllText(path));
        return new(
            said.RootElement.GetProperty("carried").GetBoolean(),
            said.RootElement.GetProperty("files").GetInt32(),
            said.RootElement.GetProperty("bytes").GetInt64()
        );
    }

    private static RefusedException Lost(Entry e, string what) =>
        new(
            new("release.data-lost", $"A file of {e.Item.Title} {what}.", RefusalKind.Conflict)
            {
                Where = e.File.Id,
                Next = "Run overread audit; put the file back from a backup, or withdraw the item.",
            }
        );

    // Pseudonyms and ids have letters and digits; what else a subject's name may have is no part of a path.
    private static string Part(string name)
    {
        string plain = string.Concat(name.Where(char.IsAsciiLetterOrDigit));
        return plain.Length is > 0 and <= 64
            ? plain
            : "x" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..16];
    }
}
