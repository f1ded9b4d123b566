using System.Text.Json;
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

        if (
            (
                FreeText.Reason(decision.Reason, "A decision needs a reason.", "adjudication.reason")
                ?? (decision.TakenFrom is null ? Own(@case, decision) : Taken(@case, decision))
            ) is
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

    private static Refusal? Own(AdjudicationCase @case, AdjudicationDecided decision) =>
        ReadRules.OfAnswer(@case.Protocol, decision.Field, decision.Answer) ?? OfMarks(@case, decision);

    // Who is named as the source of an answer has given that very answer, marks and all; it was checked when it was given,
    // perhaps by an earlier build that allowed more.
    private static Refusal? Taken(AdjudicationCase @case, AdjudicationDecided decision)
    {
        if (@case.Protocol.Field(decision.Field) is not { } field)
        {
            return Own(@case, decision);
        }

        bool given = @case
            .Reads.Where((_, i) => i < @case.Readers.Count && @case.Readers[i] == decision.TakenFrom)
            .Any(r => r.Answers.TryGetValue(field.Id, out Answer? answer) && IsTaken(field, r, answer, decision));
        if (!given)
        {
            return new("adjudication.taken-from", "No reader of that name gave that answer to this item.")
            {
                Where = "takenFrom",
                Next = "Name a reader of this item and send their very answer, or leave takenFrom out.",
            };
        }

        return OfMarks(@case, decision);
    }

    private static bool IsTaken(Field field, Read read, Answer answer, AdjudicationDecided decision) =>
        answer.State == decision.Answer.State
        && (decision.Answer.Confidence is null || decision.Answer.Confidence == answer.Confidence)
        && field.KeyOf(answer) == field.KeyOf(decision.Answer)
        && (
            answer.State == AnswerState.Present
            || (answer.Value, decision.Answer.Value) is (null, null) or (_, null)
            || (answer.Value is { } theirs && decision.Answer.Value is { } ours && JsonElement.DeepEquals(theirs, ours))
        )
        && (
            !field.HasMarks
            || answer.State != AnswerState.Present
            || Places(read.Marks.Where(m => m.Field == field.Id)).SetEquals(Places(decision.Marks ?? []))
        );

    private static HashSet<(Region, string?)> Places(IEnumerable<Mark> marks) =>
        [.. marks.Select(m => (m.Region, m.Class))];

    // What is present is shown: a release could not say where it is.
    private static Refusal? Shown(Field field, AdjudicationDecided decision) =>
        field.HasMarks && decision.Answer.State == AnswerState.Present && decision.Marks is not { Count: > 0 }
            ? Wrong($"{field.Title} is present by its marks, and there is none.", "marks") with
            {
                Next = "Draw what is present, or decide that it is absent or uncertain.",
            }
            : null;

    // The marks of a decision pass the same check as a reader's; they are part of "present" alone.
    private static Refusal? OfMarks(AdjudicationCase @case, AdjudicationDecided decision)
    {
        HashSet<string> ids = [];
        HashSet<string> drawn = [.. @case.Reads.SelectMany(r => r.Marks).Select(m => m.Id)];
        foreach (Mark mark in decision.Marks ?? [])
        {
            Refusal? refusal =
                mark.Field != decision.Field ? Wrong("The mark is one of another field.", mark.Field)
                : !ids.Add(mark.Id) ? Wrong("Two marks have the same id.", mark.Id)
                : decision.Answer.State != AnswerState.Present
                    ? Wrong(
                        $"An answer that is {Answer.StateName(decision.Answer.State)} has no marks.",
                        decision.Field
                    )
                : (drawn.Contains(mark.Id) ? null : ReadRules.OfMarkId(mark.Id))
                    ?? ReadRules.OfMark(@case.Protocol, @case.Contents, mark);
            if (refusal is not null)
            {
                return refusal;
            }
        }

        return Shown(@case.Protocol.Field(decision.Field)!, decision);
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

    private static Refusal Wrong(string title, string where) =>
        new("read.invalid", title) { Where = where, Next = "Correct the marks and decide again." };
}
