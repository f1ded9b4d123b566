using Overread.Domain;

namespace Overread.Server.Features.Signing.Contracts;

/// <summary>A signature that was given.</summary>
/// <param name="Id">The id of its event.</param>
/// <param name="Seq">Its place in the record, by which anybody can ask for its proof.</param>
internal sealed record SignatureView(
    string Id,
    [property: Words("protocol", "batch", "adjudication", "releaseApproval", "releasePublication", "sealOpening")]
        string Act,
    string Subject,
    string Hash,
    string Meaning,
    string Person,
    string Name,
    IReadOnlyList<string> Components,
    string At,
    long Seq
);
