using Overread.Domain;

namespace Overread.Server.Features.Releases;

/// <summary>Something that stands against using a release.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Items">How many of its items it concerns; 0 where it concerns the whole.</param>
/// <param name="Text">The same as a sentence.</param>
internal sealed record ReleaseNotice(
    [property: Words(
        "recalled",
        "destroyed",
        "superseded",
        "consent-withdrawn",
        "erased",
        "corrected",
        "restricted",
        "withdrawn",
        "revised"
    )]
        string Kind,
    int Items,
    string Text
);
