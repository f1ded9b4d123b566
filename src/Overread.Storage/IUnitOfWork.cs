using System.Data.Common;
using Overread.Domain;
using Overread.Domain.Record;

namespace Overread.Storage;

/// <summary>What a unit of work may do inside the sequencer.</summary>
public interface IUnitOfWork
{
    /// <summary>The connection inside the transaction: sees what the unit itself has appended.</summary>
    DbConnection Connection { get; }

    /// <summary>Who does it.</summary>
    Actor Actor { get; }

    /// <summary>The time of the unit: one for all its events.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Events in the record including those of this unit.</summary>
    long RecordSize { get; }

    /// <summary>A fresh id.</summary>
    string NewId();

    /// <summary>True when an event with that id is in the record.</summary>
    bool Holds(string eventId);

    /// <summary>Appends one event and updates the projections.</summary>
    /// <param name="about">Project, stream and item.</param>
    /// <param name="happened">The event.</param>
    /// <param name="id">The client's id, or null for a fresh one.</param>
    Envelope Append(About about, DomainEvent happened, string? id = null);

    /// <summary>Appends several events of one stream; their projections are updated together.</summary>
    /// <param name="about">Project, stream and item.</param>
    /// <param name="happened">Events in order, each with the client's id.</param>
    void AppendAll(About about, IReadOnlyList<(string Id, DomainEvent Event)> happened);

    /// <summary>Appends what was decided.</summary>
    /// <exception cref="RefusedException">The decision was a refusal.</exception>
    void Append(About about, Decision decision);

    /// <summary>
    /// Destroys the content of events (payload, secret, actor), says so in an event of its own, and folds the record again. Their
    /// leaves stay, so that every proof still holds.
    /// </summary>
    /// <param name="events">Their places in the record.</param>
    /// <param name="reason">Why.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such event, it is erased, or it is one about the store itself.</exception>
    void Erase(IReadOnlyList<long> events, string reason);

    /// <summary>The record, with what the unit itself has appended.</summary>
    IRecordReader Record { get; }

    /// <summary>
    /// Leaves something to be done once the unit is durable: written in the unit's own transaction, it survives a crash, and is
    /// tried until it succeeds. For whatever must not be lost.
    /// </summary>
    /// <param name="kind">Who does it: the kind of an <see cref="IOutboxWork"/>.</param>
    /// <param name="body">What is to be done, in that one's own words.</param>
    /// <returns>The entry's id.</returns>
    string Leave(string kind, string body);

    /// <summary>
    /// Does something in memory once the unit is durable and before whoever waits for it is told. Never runs for a unit that
    /// failed, and is lost with the process: what matters is left in the outbox. An exception is reported and changes nothing.
    /// </summary>
    void AfterCommit(System.Action action);
}
