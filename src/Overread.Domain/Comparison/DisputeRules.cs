using Overread.Domain.Protocols;

namespace Overread.Domain.Comparison;

/// <summary>Says which fields an adjudicator has to decide.</summary>
public static class DisputeRules
{
    /// <summary>The ids of those fields, in the order given.</summary>
    /// <param name="protocol">The version the reads were made under.</param>
    /// <param name="fields">How the fields stand.</param>
    /// <param name="afterDecision">
    /// True where a decision has just changed what is asked: a required field that too few readers were asked is then decided
    /// too, since nobody else can answer it any more.
    /// </param>
    public static IReadOnlyList<string> Open(
        ProtocolBody protocol,
        IReadOnlyList<FieldComparison> fields,
        bool afterDecision = false
    ) =>
        protocol.Policy.Disputes != DisputeRule.Adjudicator
            ? []
            :
            [
                .. fields
                    .Where(f =>
                        f.Status == FieldStatus.Dispute
                        || (
                            afterDecision
                            && f is { Status: FieldStatus.Incomplete, WaitsFor: null }
                            && protocol.Field(f.Field) is { Required: true }
                        )
                    )
                    .Select(f => f.Field),
            ];
}
