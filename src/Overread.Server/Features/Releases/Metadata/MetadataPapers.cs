using System.Text.Json.Nodes;
using Overread.Ledger.Bundles;
using Overread.Ledger.Bundles.Statements;
using Overread.Server.Composition;
using Overread.Server.Features.Releases.Bundle;
using Overread.Server.Modalities;

namespace Overread.Server.Features.Releases.Metadata;

/// <summary>The papers of a bundle that describe it to machines and librarians.</summary>
internal static class MetadataPapers
{
    /// <summary>Those that need nothing but the content.</summary>
    public static Dictionary<string, string> Of(BundleContent content, ReleaseMetadata metadata) =>
        new()
        {
            ["LICENSE"] = TermsPapers.Licence(content, metadata.Terms),
            ["CITATION.cff"] = TermsPapers.Citation(content, metadata),
            ["CHANGELOG.md"] = ChangePapers.Page(content, metadata.Changes),
            ["labels/changes.csv"] = ChangePapers.Table(metadata.Changes),
            ["software/sbom.cdx.json"] = SoftwareBill.Text,
        };

    /// <summary>Those that hold the hashes of other files, in the order in which they can be written; after them the crate, which lists all.</summary>
    public static IEnumerable<(string Path, Func<IReadOnlyList<BundleFile>, JsonObject> Paper)> Last(
        BundleContent content,
        ReleaseMetadata metadata,
        StatementBook book
    ) =>
        [
            ("croissant.json", files => CroissantRecord.Of(content, metadata, book, files)),
            (HealthDcatRecord.Name, files => HealthDcatRecord.Of(content, metadata, book, files)),
        ];

    /// <summary>The README's list of what will stand in the folder.</summary>
    public static string FileList(ModalityList modalities, string folder, ReleaseMetadata metadata)
    {
        using BundleFolder written = new(folder);
        return BundleFiles.Section(
            modalities,
            written
                .Paths.Concat(BundleFiles.Sealing(metadata.Stamped))
                .Concat(["README.md", "croissant.json", HealthDcatRecord.Name, RoCrate.Name, StatementBook.Name])
        );
    }
}
