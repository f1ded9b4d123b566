namespace Overread.Domain.Comparison;

/// <summary>The method by which one field of a consensus was inferred.</summary>
/// <param name="Field">The field.</param>
/// <param name="Asked">What was asked for: a method's name, or <c>auto</c> for the library's choice.</param>
/// <param name="Method">The method that made the labels.</param>
/// <param name="Reason">Why that one, as a sentence.</param>
/// <param name="Parameters">What went into it, such as the threshold of acceptance and the seed.</param>
public sealed record ConsensusChosen(
    string Field,
    string Asked,
    string Method,
    string Reason,
    IReadOnlyDictionary<string, string> Parameters
);
