using Overread.Domain;
using Overread.Storage;

namespace Overread.Server.Features.Intake;

/// <summary>A person changes something in a modality's stage of the gate, before the entry is decided.</summary>
/// <param name="Unit">The transaction.</param>
/// <param name="Batch">The batch.</param>
/// <param name="About">Its stream.</param>
/// <param name="Entry">The entry as it stands.</param>
internal sealed record StageEdit(IUnitOfWork Unit, string Batch, About About, GateEntry Entry)
{
    /// <summary>Records what was decided.</summary>
    /// <returns>The one event of its type.</returns>
    /// <exception cref="RefusedException">It was refused.</exception>
    public T Record<T>(Decision decision)
        where T : Domain.Record.DomainEvent
    {
        Unit.Append(About, decision);
        return decision.Events.OfType<T>().Single();
    }

    /// <summary>What was approved was approved as it stood before: the approval goes.</summary>
    /// <param name="stands">What stands in its place; null for nothing.</param>
    /// <returns>The entry's decision from now on.</returns>
    public string? TakeBack(string? stands)
    {
        string? decision = Entry.Decision == "approve" ? stands : Entry.Decision;
        DecideGate.SetDecision(Unit.Connection, Entry.Id, decision);
        return decision;
    }

    /// <summary>Keeps what a stage holds in the entry's review, one revision on.</summary>
    /// <returns>The revision.</returns>
    public int Keep(string work)
    {
        GateReview review = Entry.Review with { Revision = Entry.Review.Revision + 1, Work = work };
        review.Save(Unit.Connection, Batch, Entry.Id);
        return review.Revision;
    }
}
