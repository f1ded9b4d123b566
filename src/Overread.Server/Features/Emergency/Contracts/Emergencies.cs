using System.Collections.Immutable;
using System.Data.Common;
using Overread.Domain.Projects;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Emergency.Contracts;

/// <summary>
/// Who has emergency access to which project, and who may give it to themselves; in memory, for it is asked on every request. Whether
/// one has ended by itself is the asker's clock to say.
/// </summary>
internal sealed class Emergencies : IMemoryProjection
{
    /// <summary>An emergency access that nobody has ended.</summary>
    internal sealed record Access(string Id, string Project, string Person, DateTimeOffset Until);

    private sealed record State(
        ImmutableHashSet<(string Project, string Person)> Rights,
        ImmutableDictionary<string, Access> Running
    );

    private volatile State _now = new([], ImmutableDictionary<string, Access>.Empty);

    /// <summary>True where the person may give themselves emergency access to the project.</summary>
    public bool MayOpen(string project, string person) => _now.Rights.Contains((project, person));

    /// <summary>The projects to which the person may give themselves emergency access.</summary>
    public IReadOnlyList<string> RightsOf(string person) =>
        [.. _now.Rights.Where(r => r.Person == person).Select(r => r.Project).Order(StringComparer.Ordinal)];

    /// <summary>The person's emergency access to the project; null where there is none, or it is over.</summary>
    public Access? Of(string project, string person, DateTimeOffset now) =>
        _now.Running.Values.FirstOrDefault(a => a.Project == project && a.Person == person && now < a.Until);

    /// <summary>The person's emergency accesses to all projects.</summary>
    public IReadOnlyList<Access> Of(string person, DateTimeOffset now) =>
        [.. _now.Running.Values.Where(a => a.Person == person && now < a.Until)];

    /// <summary>Those whose time is over, and of which the record does not say so yet.</summary>
    public IReadOnlyList<Access> Over(DateTimeOffset now) => [.. _now.Running.Values.Where(a => now >= a.Until)];

    public void Load(DbConnection connection) =>
        _now = new(
            [.. EmergencyRow.Rights(connection)],
            EmergencyRow
                .Running(connection)
                .ToImmutableDictionary(r => r.Id, r => new Access(r.Id, r.Project, r.Person, Timestamps.Parse(r.Until)))
        );

    public void Apply(Envelope envelope)
    {
        State now = _now;
        _now = envelope.Event switch
        {
            EmergencyRightGiven e => now with { Rights = now.Rights.Add((envelope.Project!, e.Person)) },
            EmergencyRightTaken e => now with { Rights = now.Rights.Remove((envelope.Project!, e.Person)) },
            EmergencyOpened e => now with
            {
                Running = now.Running.SetItem(
                    EmergencyProjection.IdOf(envelope),
                    new(EmergencyProjection.IdOf(envelope), envelope.Project!, e.Person, Timestamps.Parse(e.Until))
                ),
            },
            EmergencyEnded => now with { Running = now.Running.Remove(EmergencyProjection.IdOf(envelope)) },
            _ => now,
        };
    }
}
