namespace Overread.Server.Features.Releases;

/// <summary>The papers of a bundle that describe it to machines and librarians.</summary>
internal static class MetadataPapers
{
    public static Dictionary<string, string> Of(BundleContent content, ReleaseMetadata metadata) =>
        new()
        {
            ["CHANGELOG.md"] = ChangePapers.Page(content, metadata.Changes),
            ["labels/changes.csv"] = ChangePapers.Table(metadata.Changes),
        };
}
