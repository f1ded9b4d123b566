using Overread.Domain.Intake;
using Overread.Domain.Modalities.Imaging;
using Overread.Server.Features.Releases.Bundle;
using Overread.Storage;

namespace Overread.Server.Modalities.Imaging.Exports;

/// <summary>A table of the objects that go with the released images: by which address and hash each is fetched.</summary>
internal sealed class CompanionExport : IExport
{
    private const string Path = "exports/companions.csv";

    /// <inheritdoc/>
    public string? Describe(string path) =>
        path == Path
            ? "Objects that go with the images and that nobody read: reports, contours, segmentations, doses, documents."
            : null;

    /// <inheritdoc/>
    public IEnumerable<(string Path, string Text)> Files(BundleContent content, IBlobStore blobs)
    {
        CsvText csv = new(
            "item",
            "subject",
            "split",
            "file",
            "object",
            "images",
            "sop_instance_uid",
            "bytes",
            "sha256"
        );
        bool any = false;
        foreach (ItemFacts item in content.Items)
        {
            foreach (FileFacts file in item.Companions ?? [])
            {
                if (file.Content is CompanionContent companion)
                {
                    any = true;
                    csv.Row(
                        item.Id,
                        item.Subject,
                        content.SplitOf[item.Subject],
                        file.Id,
                        companion.Object,
                        companion.Images,
                        companion.SopInstanceUid,
                        file.Size,
                        file.Hash
                    );
                }
            }
        }

        return any ? [(Path, csv.ToString())] : [];
    }
}
