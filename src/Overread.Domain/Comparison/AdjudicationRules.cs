using Overread.Domain.Protocols;
using Overread.Domain.Reads;

namespace Overread.Domain.Comparison;

/// <summary>Decides whether an adjudicator's decision may stand.</summary>
public static class AdjudicationRules
{
    /// <summary>Accepts or refuses a decision on one field of an item.</summary>
    /// <param name="itemState">The item's state; only compared items can be adjudicated (21 CFR 11.10(f): step order).</param>
    /// <param name="ownRead">True when the adjudicator read this item.</param>
    /// <param name="protocol">The version the reads were made under.</param>
    /// <param name="decision">What was decided.</param>
    public static Decision Decide(string itemState, bool ownRead, ProtocolBody protocol, AdjudicationDecided decision)
    {
        if (ownRead)
        {
            return Decision.Refuse(
                new(
                    "adjudication.own-read",
                    "You read this item yourself; somebody else has to decide it.",
                    RefusalKind.Forbidden
                )
            );
        }

        if (itemState is not ("disputed" or "agreed" or "adjudicated"))
        {
            return Decision.Refuse(
                new("adjudication.too-early", "The reads of this item are not all in.", RefusalKind.Conflict)
                {
                    Next = "Wait until every reader has submitted.",
                }
            );
        }

        if (string.IsNullOrWhiteSpace(decision.Reason))
        {
            return Decision.Refuse(new("adjudication.reason", "A decision needs a reason.") { Where = "reason" });
        }

        return ReadRules.OfAnswer(protocol, decision.Field, decision.Answer) is { } refusal
            ? Decision.Refuse(refusal)
            : Decision.Accept(decision);
    }
}
