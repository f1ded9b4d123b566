using Overread.Domain.Releases;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Releases.Bundle;
using Overread.Storage;

namespace Overread.Server.Features.Releases.Metadata;

/// <summary>What the papers about a release say beyond its content: its id, who publishes it, what it follows.</summary>
/// <param name="Release">The release's id.</param>
/// <param name="Terms">Licence and authors, as stated.</param>
/// <param name="Publisher">The pseudonym of who publishes it, or null for one who is no member of the project.</param>
/// <param name="Changes">What differs from the previous release.</param>
internal sealed record ReleaseMetadata(string Release, ReleaseTerms Terms, string? Publisher, ReleaseChanges Changes)
{
    /// <summary>True where an authority will stamp the checkpoint.</summary>
    public bool Stamped { get; init; }

    /// <param name="person">Who publishes.</param>
    /// <param name="bundles">The folder that holds the bundles by release id.</param>
    public static ReleaseMetadata Load(
        ReadLease read,
        BundleContent content,
        string release,
        ReleaseTerms terms,
        string person,
        ProtocolStore protocols,
        string bundles
    )
    {
        PreviousRelease? previous = PreviousRelease.Find(read, content.Project, content.Name, protocols, bundles);
        List<string> recalled = read.Connection.All(
            "SELECT version FROM release WHERE project = @0 AND name = @1 AND state = 'recalled' ORDER BY seq",
            r => r.GetString(0),
            content.Project,
            content.Name
        );
        string? publisher = MemberTable.Pseudonyms(read.Connection, content.Project).GetValueOrDefault(person);
        return new(release, terms, publisher, ReleaseChanges.Of(content, read, previous, recalled));
    }
}
