using System.Data.Common;
using Overread.Server.Features.Protocols;
using Overread.Storage;

namespace Overread.Server.Features.Releases;

/// <summary>What the papers about a release say beyond its content: its id and what it follows.</summary>
internal sealed record ReleaseMetadata(string Release, ReleaseChanges Changes)
{
    /// <param name="bundles">The folder that holds the bundles by release id.</param>
    public static ReleaseMetadata Load(
        DbConnection c,
        BundleContent content,
        string release,
        ProtocolStore protocols,
        string bundles
    )
    {
        PreviousRelease? previous = PreviousRelease.Find(c, content.Project, content.Name, protocols, bundles);
        List<string> recalled = c.All(
            "SELECT version FROM release WHERE project = @0 AND name = @1 AND state = 'recalled' ORDER BY seq",
            r => r.GetString(0),
            content.Project,
            content.Name
        );
        return new(release, ReleaseChanges.Of(content, c, previous, recalled));
    }
}
