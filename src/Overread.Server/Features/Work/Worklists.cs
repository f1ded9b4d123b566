using System.Collections.Concurrent;
using System.Data.Common;
using Overread.Domain.Intake;
using Overread.Domain.Projects;
using Overread.Domain.Protocols;
using Overread.Domain.Reads;
using Overread.Domain.Record;
using Overread.Domain.Training;
using Overread.Domain.Work;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Server.Features.Training.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Work;

/// <summary>The worklist of every project, kept by the sequencer. Only units of work may use them.</summary>
internal sealed class Worklists : IMemoryProjection
{
    private readonly Dictionary<string, Worklist> _lists = [];
    private readonly ConcurrentDictionary<string, (string Item, string Reader)> _reads = new();

    private readonly ConcurrentDictionary<string, int> _counts = new();
    private readonly ConcurrentDictionary<(string Project, string Reader), int> _done = new();

    /// <summary>Items of a project that may be read; may be asked from anywhere.</summary>
    public int CountOf(string project) => _counts.GetValueOrDefault(project);

    /// <summary>Reads that a reader has submitted in a project; may be asked from anywhere.</summary>
    public int DoneBy(string project, string reader) => _done.GetValueOrDefault((project, reader));

    /// <summary>The worklist of a project. Call only inside a unit of work.</summary>
    public Worklist Of(string project) => _lists[project];

    public void Load(DbConnection connection)
    {
        _lists.Clear();
        _reads.Clear();
        _done.Clear();
        foreach ((string id, long seed, int version) in ProjectTable.All(connection))
        {
            _lists[id] = new Worklist(seed)
            {
                Wanted = version == 0 ? 0 : ProtocolTable.Readers(connection, id, version),
            };
        }

        foreach ((string project, string item, string state) in ItemTable.All(connection))
        {
            _lists[project].Add(item);
            if (state == "withdrawn")
            {
                _lists[project].Remove(item);
            }
        }

        foreach ((string project, string item, bool gold) in TrainingTable.Aside(connection))
        {
            _lists[project].SetAside(item, counted: gold);
        }

        foreach ((string id, string project, string item, string reader, string state) in ReadTable.All(connection))
        {
            _lists[project].Take(item, reader);
            if (state is "open" or "submitted")
            {
                _reads[id] = _lists[project].Shared(item, reader);
                Count(project, id, state == "submitted" ? 1 : 0);
            }
            else
            {
                _lists[project].Free(item, reader, offerAgain: state != "skipped");
            }
        }

        foreach ((string item, string reader, _) in Looks.All(connection))
        {
            Show([item], reader);
        }

        foreach ((string project, Worklist list) in _lists)
        {
            _counts[project] = list.Count;
        }
    }

    public void Apply(Envelope envelope)
    {
        Take(envelope);
        if (envelope.Project is { } project)
        {
            _counts[project] = _lists[project].Count;
        }
    }

    private void Take(Envelope envelope)
    {
        TakeLook(envelope);
        if (envelope.Project is not { } project)
        {
            return;
        }

        if (envelope.Event is ProjectOpened opened)
        {
            _lists[project] = new Worklist(opened.OrderSeed);
        }

        Worklist list = _lists[project];
        switch (envelope.Event)
        {
            case ProtocolPublished e:
                list.Wanted = e.Body.Policy.Readers;
                list.RewindAll();
                break;
            case ItemReady e:
                list.Add(e.Item.Id);
                break;
            case ItemWithdrawn:
                list.Remove(envelope.Item!);
                break;
            case ItemRestored:
                list.Add(envelope.Item!);
                break;
            case ReferenceStated e:
                list.SetAside(e.Case.Item, counted: e.Purpose == TrainingPurpose.Gold);
                break;
            case ReadAssigned e:
                _reads[IdOf(envelope)] = list.Shared(e.Item, e.Reader);
                list.Take(e.Item, e.Reader);
                break;
            case ReadSubmitted:
                Count(project, IdOf(envelope), 1);
                break;
            case ReadReopened:
                Count(project, IdOf(envelope), -1);
                break;
            case ReadReleased or AssignmentExpired:
                Free(list, IdOf(envelope), offerAgain: true);
                break;
            case ReadSkipped:
                Free(list, IdOf(envelope), offerAgain: false);
                break;
        }
    }

    private void TakeLook(Envelope envelope)
    {
        (IReadOnlyList<string> items, IReadOnlyList<string> projects) = Looks.ShownBy(envelope);
        string person = Actor.PersonOf(envelope.Actor);
        Show(items, person);
        foreach (string project in projects)
        {
            _lists[project].ShowAll(person);
        }
    }

    // An item is in one project's list alone, and an event may tell of several projects.
    private void Show(IReadOnlyList<string> items, string person)
    {
        foreach (Worklist list in _lists.Values)
        {
            foreach (string item in items)
            {
                list.Show(item, person);
            }
        }
    }

    private void Count(string project, string read, int by)
    {
        if (_reads.TryGetValue(read, out (string Item, string Reader) held))
        {
            _done.AddOrUpdate((project, held.Reader), by, (_, before) => before + by);
        }
    }

    private void Free(Worklist list, string read, bool offerAgain)
    {
        if (_reads.TryRemove(read, out (string Item, string Reader) held))
        {
            list.Free(held.Item, held.Reader, offerAgain);
        }
    }

    private static string IdOf(Envelope envelope) => envelope.Stream["read/".Length..];
}
