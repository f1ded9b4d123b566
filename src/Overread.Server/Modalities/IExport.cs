using Overread.Server.Features.Releases.Bundle;
using Overread.Storage;

namespace Overread.Server.Modalities;

/// <summary>Released labels in a form that tools of a modality's field read.</summary>
internal interface IExport
{
    /// <summary>What each of its files holds, as a sentence; null for a file that is none of its own.</summary>
    /// <param name="path">The path in the bundle.</param>
    string? Describe(string path);

    /// <summary>Path and text of each file; none where the release has nothing for it.</summary>
    IEnumerable<(string Path, string Text)> Files(BundleContent content, IBlobStore blobs);

    /// <summary>Path and bytes of each file that is no text; made one by one, since each can be large.</summary>
    IEnumerable<(string Path, byte[] Bytes)> Objects(BundleContent content, IBlobStore blobs) => [];
}
