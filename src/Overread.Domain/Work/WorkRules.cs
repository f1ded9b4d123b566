using Overread.Domain.Reads;

namespace Overread.Domain.Work;

/// <summary>Decides what becomes of a reservation or a read as a whole; its answers are the matter of <see cref="ReadRules"/>.</summary>
public static class WorkRules
{
    /// <summary>Refuses where a reason is missing or too long; null where it can stand.</summary>
    public static Refusal? Reason(string? reason) => FreeText.Reason(reason);

    /// <summary>The reader declines the item.</summary>
    public static Decision Skip(ReadState state, string? reason) =>
        (Reason(reason) ?? Open(state)) is { } refusal
            ? Decision.Refuse(refusal)
            : Decision.Accept(new ReadSkipped(reason!));

    /// <summary>The reader gives the item back.</summary>
    public static Decision GiveBack(ReadState state) =>
        Open(state) is { } refusal ? Decision.Refuse(refusal) : Decision.Accept(new ReadReleased(null));

    /// <summary>The lead takes the item back, to give it to somebody else.</summary>
    public static Decision TakeBack(ReadState state, string? reason) =>
        (Reason(reason) ?? Open(state)) is { } refusal
            ? Decision.Refuse(refusal)
            : Decision.Accept(new ReadReleased(reason));

    /// <summary>The lead opens a finished read again.</summary>
    public static Decision Reopen(ReadState state, string? reason) =>
        (Reason(reason) ?? Finished(state)) is { } refusal
            ? Decision.Refuse(refusal)
            : Decision.Accept(new ReadReopened(reason!));

    /// <summary>The lead has a finished read made again under the guideline in force.</summary>
    /// <param name="state">Where the read stands.</param>
    /// <param name="reason">Why.</param>
    /// <param name="guideline">The version of the guideline.</param>
    public static Decision ReadAgain(ReadState state, string? reason, int guideline) =>
        (Reason(reason) ?? Finished(state)) is { } refusal
            ? Decision.Refuse(refusal)
            : Decision.Accept(new ReadReopened(reason!) { Guideline = guideline });

    /// <summary>The lead has a finished read repeated from blank, to see how well its reader agrees with themselves.</summary>
    /// <param name="state">Where the read stands.</param>
    /// <param name="reason">Why.</param>
    /// <param name="submitted">UTC time of the submission that is repeated.</param>
    public static Decision Repeat(ReadState state, string? reason, string? submitted) =>
        (Reason(reason) ?? Finished(state)) is { } refusal
            ? Decision.Refuse(refusal)
            : Decision.Accept(new ReadReopened(reason!) { Repeats = submitted });

    /// <summary>For so long a reader may take a submission back by themselves; afterwards the lead opens it again.</summary>
    public static readonly TimeSpan UndoWithin = TimeSpan.FromMinutes(5);

    /// <summary>The reader takes back what they have just submitted.</summary>
    /// <param name="state">Where the read stands.</param>
    /// <param name="since">Time since it was submitted.</param>
    /// <param name="decided">An adjudicator has decided something about the item since.</param>
    /// <param name="told">The reader has been shown what others wrote about the item since.</param>
    public static Decision Undo(ReadState state, TimeSpan since, bool decided, bool told) =>
        Finished(state) is { } refusal ? Decision.Refuse(refusal)
        : since > UndoWithin || decided || told
            ? Decision.Refuse(
                new(
                    "read.undo-late",
                    decided ? "An adjudicator has decided about this item since."
                        : told ? "You have been shown what others wrote about this item since."
                        : $"A submission can be undone for {UndoWithin.TotalMinutes:0} minutes.",
                    RefusalKind.Conflict
                )
                {
                    Next = "Ask the lead to reopen the read.",
                }
            )
        : Decision.Accept(new ReadReopened("Undone by the reader right after the submission."));

    /// <summary>Says why an item cannot be given to a reader; null where it can.</summary>
    /// <param name="isReader">The person is a reader of the project.</param>
    /// <param name="protocol">A protocol is published.</param>
    /// <param name="state">The item's state; null where there is no such item.</param>
    /// <param name="taken">Readers who hold or have read it.</param>
    /// <param name="wanted">Readers that the policy wants.</param>
    /// <param name="has">That reader holds it, or has read it.</param>
    /// <param name="seen">That reader has seen what others answered about it.</param>
    public static Refusal? Assign(
        bool isReader,
        bool protocol,
        string? state,
        long taken,
        int wanted,
        bool has,
        bool seen
    ) =>
        !isReader ? new("member.no-reader", "That person is no reader of this project.") { Where = "reader" }
        : !protocol ? new("work.no-protocol", "The protocol is not published yet.", RefusalKind.Conflict)
        : state is null ? new("item.unknown", "There is no such item.", RefusalKind.NotFound)
        : taken >= wanted || state is not ("ready" or "reading")
            ? new("item.full", "The item has all the readers its policy allows, or is not open.", RefusalKind.Conflict)
        : has ? new("item.twice", "That reader has this item already.", RefusalKind.Conflict)
        : seen
            ? new(
                "item.seen",
                "That reader has seen what others answered about this item, and would not read it blind.",
                RefusalKind.Conflict
            )
            {
                Next = "Give it to another reader.",
            }
        : null;

    /// <summary>
    /// True where a person must not see what others said of an item: they are a reader of the project, and not all of its reads
    /// are in, so that they may yet be given it or have their own opened again.
    /// </summary>
    /// <param name="isReader">The person is a reader of the project.</param>
    /// <param name="state">The item's state.</param>
    public static bool Blind(bool isReader, string state) =>
        isReader && state is not ("disputed" or "agreed" or "adjudicated");

    private static Refusal? Finished(ReadState state) =>
        state == ReadState.Submitted
            ? null
            : new("read.not-submitted", "Only a submitted read can be reopened.", RefusalKind.Conflict);

    private static Refusal? Open(ReadState state) =>
        state == ReadState.Open
            ? null
            : new("read.closed", $"The read is {ReadStates.Word(state)} already.", RefusalKind.Conflict);
}
