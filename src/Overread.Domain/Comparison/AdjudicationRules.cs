using Overread.Domain.Marks;
using Overread.Domain.Protocols;
using Overread.Domain.Reads;

namespace Overread.Domain.Comparison;

/// <summary>Decides whether an adjudicator's decision may stand, and what else it changes.</summary>
public static class AdjudicationRules
{
    /// <summary>Accepts or refuses a decision on one field of an item.</summary>
    /// <param name="case">The item with its reads and the decisions so far.</param>
    /// <param name="decision">What was decided.</param>
    /// <returns>
    /// The decision, and a <see cref="ComparisonRevised"/> after it where fields that hang on this one stand differently now.
    /// </returns>
    public static Decision Decide(AdjudicationCase @case, AdjudicationDecided decision)
    {
        if (@case.OwnRead)
        {
            return Decision.Refuse(
                new(
                    "adjudication.own-read",
                    "You read this item yourself; somebody else has to decide it.",
                    RefusalKind.Forbidden
                )
            );
        }

        if (@case.ItemState is not ("disputed" or "agreed" or "adjudicated"))
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

        if (
            (ReadRules.OfAnswer(@case.Protocol, decision.Field, decision.Answer) ?? OfMarks(@case, decision)) is
            { } refusal
        )
        {
            return Decision.Refuse(refusal);
        }

        IReadOnlyList<FieldComparison> before = @case.Compare();
        if (before.First(f => f.Field == decision.Field).Status == FieldStatus.NotAsked)
        {
            return Decision.Refuse(
                new(
                    "adjudication.not-asked",
                    "That field is not asked any more: the answer it hangs on was decided otherwise.",
                    RefusalKind.Conflict
                )
                {
                    Where = decision.Field,
                    Next = "Decide the field it hangs on again if it should be asked.",
                }
            );
        }

        return Revision(@case, before, decision) is { } revision
            ? Decision.Accept(decision, revision)
            : Decision.Accept(decision);
    }

    // The marks of a decision pass the same check as a reader's; they say more than none, so none is taken beside "absent".
    private static Refusal? OfMarks(AdjudicationCase @case, AdjudicationDecided decision)
    {
        HashSet<string> ids = [];
        foreach (Mark mark in decision.Marks ?? [])
        {
            Refusal? refusal =
                mark.Field != decision.Field ? Wrong("The mark is one of another field.", mark.Field)
                : !ids.Add(mark.Id) ? Wrong("Two marks have the same id.", mark.Id)
                : decision.Answer.State is not (AnswerState.Present or AnswerState.Uncertain)
                    ? Wrong(
                        $"An answer that is {Answer.StateName(decision.Answer.State)} has no marks.",
                        decision.Field
                    )
                : ReadRules.OfMark(@case.Protocol, @case.Contents, mark);
            if (refusal is not null)
            {
                return refusal;
            }
        }

        return null;
    }

    private static ComparisonRevised? Revision(
        AdjudicationCase @case,
        IReadOnlyList<FieldComparison> before,
        AdjudicationDecided decision
    )
    {
        IReadOnlyList<FieldComparison> after = @case.With(decision).Compare();
        List<FieldComparison> changed =
        [
            .. after.Where(
                (f, i) =>
                    f.Field != decision.Field
                    && (f.Status, f.Label, f.WaitsFor) != (before[i].Status, before[i].Label, before[i].WaitsFor)
            ),
        ];
        return changed.Count == 0
            ? null
            : new(changed, DisputeRules.Open(@case.Protocol, changed, afterDecision: true));
    }

    private static Refusal Wrong(string title, string where) => new("read.invalid", title) { Where = where };
}
