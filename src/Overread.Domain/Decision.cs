using Overread.Domain.Record;

namespace Overread.Domain;

/// <summary>What a rule decided: events to append in this order, or a refusal.</summary>
public sealed record Decision
{
    private Decision(IReadOnlyList<DomainEvent> events, Refusal? refusal)
    {
        Events = events;
        Refusal = refusal;
    }

    /// <summary>The events; empty where there is nothing to do or where it was refused.</summary>
    public IReadOnlyList<DomainEvent> Events { get; }

    /// <summary>The refusal, or null where it was accepted.</summary>
    public Refusal? Refusal { get; }

    /// <summary>Accepts with these events.</summary>
    public static Decision Accept(params IReadOnlyList<DomainEvent> events) => new(events, null);

    /// <summary>Refuses.</summary>
    public static Decision Refuse(Refusal refusal) => new([], refusal);
}
