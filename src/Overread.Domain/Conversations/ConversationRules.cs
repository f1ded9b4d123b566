using Overread.Domain.Guidelines;
using Overread.Domain.Record;

namespace Overread.Domain.Conversations;

/// <summary>Decides about threads.</summary>
public static class ConversationRules
{
    /// <summary>The most entries of a thread.</summary>
    public const int MostEntries = 500;

    /// <summary>The most persons who are called in by one entry.</summary>
    public const int MostMentions = 20;

    /// <summary>Somebody begins a thread.</summary>
    /// <param name="opened">What they write, and about what.</param>
    /// <param name="item">The item that it is about; null for none.</param>
    /// <param name="isField">True for the id of a field of a published protocol version.</param>
    /// <param name="isMark">True for the id of a mark of a read of theirs of the item.</param>
    /// <param name="sees">True for a person who will see the thread.</param>
    public static Decision Open(
        ThreadOpened opened,
        string? item,
        Func<string, bool> isField,
        Func<string, bool> isMark,
        Func<string, bool> sees
    ) =>
        (
            Words(opened.Text, opened.Mentions, sees)
            ?? (
                opened.Field is { } field && !isField(field)
                    ? new Refusal("thread.form", $"The protocol has no field {field}.") { Where = "field" }
                    : null
            )
            ?? (
                opened.Mark is not null && item is null
                    ? new Refusal("thread.form", "A mark is of an item.")
                    {
                        Where = "mark",
                        Next = "Name the item too.",
                    }
                    : null
            )
            ?? (
                opened.Mark is { } mark && !isMark(mark)
                    ? new Refusal("thread.form", "There is no such mark in a read of yours of this item.")
                    {
                        Where = "mark",
                    }
                    : null
            )
        )
            is { } refusal
            ? Decision.Refuse(refusal)
            : Decision.Accept(opened);

    /// <summary>Somebody writes in a thread; one that is settled is open again by it.</summary>
    /// <param name="thread">The thread.</param>
    /// <param name="entries">How many it has.</param>
    /// <param name="answered">What they write.</param>
    /// <param name="sees">True for a person who sees the thread.</param>
    public static Decision Answer(ThreadFacts thread, int entries, ThreadAnswered answered, Func<string, bool> sees)
    {
        if (entries >= MostEntries)
        {
            return Decision.Refuse(
                new("thread.full", $"A thread has at most {MostEntries} entries.", RefusalKind.Conflict)
                {
                    Next = "Begin another one.",
                }
            );
        }

        return Words(answered.Text, answered.Mentions, sees) is { } refusal
            ? Decision.Refuse(refusal)
            : Decision.Accept(
                thread.State == ThreadStanding.Open ? [answered] : [new ThreadReopened(), (DomainEvent)answered]
            );
    }

    /// <summary>Somebody settles a thread; one that is settled already is no event.</summary>
    public static Decision Resolve(ThreadFacts thread) =>
        thread.State == ThreadStanding.Open ? Decision.Accept(new ThreadResolved()) : Decision.Accept();

    /// <summary>Somebody opens a settled thread again; one that is open is no event.</summary>
    public static Decision Reopen(ThreadFacts thread) =>
        thread.State == ThreadStanding.Open ? Decision.Accept() : Decision.Accept(new ThreadReopened());

    /// <summary>The guideline that says what a thread came to: the one before with a note under its heading at the end, and one more change.</summary>
    /// <param name="before">The version in force; null where there is none.</param>
    /// <param name="note">What it says now, in words for all readers.</param>
    /// <param name="kind">What sort of change it is.</param>
    /// <param name="field">The field that it is about; null for none.</param>
    /// <param name="title">That field's title.</param>
    public static GuidelineBody Noted(
        GuidelineBody? before,
        string note,
        GuidelineChangeKind kind,
        string? field,
        string? title
    )
    {
        const string heading = "## Notes";
        string text = before?.Text.TrimEnd() ?? "";
        bool headed = text.Split('\n').LastOrDefault(l => l.StartsWith('#'))?.TrimEnd() == heading;
        string entry = (title is null ? "- " : $"- **{title}:** ") + note.Trim().ReplaceLineEndings("\n  ");
        return new(
            (text.Length == 0 ? "" : text + "\n")
                + (headed ? "" : (text.Length == 0 ? "" : "\n") + heading + "\n\n")
                + entry
                + "\n",
            before?.Examples ?? [],
            before is null ? [] : [new GuidelineChange(kind, note.Trim(), field)]
        );
    }

    private static Refusal? Words(string? text, IReadOnlyList<string> mentions, Func<string, bool> sees) =>
        FreeText.Reason(text, "An entry has words.", "thread.form", "text")
        ?? (
            mentions.Count > MostMentions
                ? new Refusal("thread.form", $"An entry calls in at most {MostMentions} persons.")
                {
                    Where = "mentions",
                }
            : mentions.Any(m => !sees(m))
                ? new Refusal("thread.unseen", "Somebody whom this calls in does not see this thread.")
                {
                    Where = "mentions",
                    Next =
                        "Who reads an item blind is told nothing about it. Ask about the field instead, without the item: that everybody sees.",
                }
            : null
        );
}
