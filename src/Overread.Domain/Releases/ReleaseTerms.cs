namespace Overread.Domain.Releases;

/// <summary>On which terms a release is given away and by whom it is cited, as its publisher states it.</summary>
/// <param name="Licence">An SPDX id, an address, a text of at most 20,000 characters, or null where none is stated.</param>
/// <param name="Authors">In order of citation; empty where none are stated; at most 200.</param>
public sealed record ReleaseTerms(string? Licence, IReadOnlyList<CitationAuthor> Authors)
{
    // Ids of the SPDX licence list (3.13) that data are published under; what is not here is kept as a text.
    private static readonly HashSet<string> Spdx =
    [
        .. from kind in (string[])["CC-BY", "CC-BY-SA", "CC-BY-ND", "CC-BY-NC", "CC-BY-NC-SA", "CC-BY-NC-ND"]
        from version in (string[])["1.0", "2.0", "2.5", "3.0", "4.0"]
        select $"{kind}-{version}",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "C-UDA-1.0",
        "CC-PDDC",
        "CC0-1.0",
        "CDLA-Permissive-1.0",
        "CDLA-Sharing-1.0",
        "MIT",
        "O-UDA-1.0",
        "ODC-By-1.0",
        "ODbL-1.0",
        "OGL-UK-3.0",
        "PDDL-1.0",
        "etalab-2.0",
    ];

    /// <summary>Nothing stated.</summary>
    public static ReleaseTerms None { get; } = new(null, []);

    /// <summary>What the licence is.</summary>
    public LicenceKind Kind =>
        Licence is null ? LicenceKind.None
        : Spdx.Contains(Licence) ? LicenceKind.Spdx
        : !Licence.Any(char.IsWhiteSpace)
        && (
            Licence.StartsWith("https://", StringComparison.Ordinal)
            || Licence.StartsWith("http://", StringComparison.Ordinal)
        )
        && Uri.IsWellFormedUriString(Licence, UriKind.Absolute)
            ? LicenceKind.Address
        : LicenceKind.Text;

    /// <summary>Where the licence can be read, or null for a text of its own or none.</summary>
    public string? Address =>
        Kind switch
        {
            LicenceKind.Spdx => $"https://spdx.org/licenses/{Licence}",
            LicenceKind.Address => Licence,
            _ => null,
        };

    /// <summary>What is wrong with it, or null.</summary>
    public Refusal? Fault() =>
        Licence is not null && (string.IsNullOrWhiteSpace(Licence) || Licence.Length > 20000)
            ? new Refusal("release.licence", "A licence has 1 to 20,000 characters; leave it out where there is none.")
            {
                Where = "licence",
            }
        : Authors.Count > 200 ? new Refusal("release.author", "At most 200 authors.") { Where = "authors" }
        : Authors.Select(a => a.Fault()).FirstOrDefault(f => f is not null);
}
