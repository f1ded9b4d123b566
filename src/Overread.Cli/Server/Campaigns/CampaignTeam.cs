using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Overread.Client;
using Overread.Client.Model;

namespace Overread.Cli.Server.Campaigns;

/// <summary>
/// Simulated readers on a real server: accounts, projects with one choice, and reads that go through the API as those of
/// people do.
/// </summary>
internal sealed class CampaignTeam(RehearsalStage stage, CampaignField field) : IDisposable
{
    private const string At = "2000-01-01T00:00:00.000Z";

    private readonly string _run = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3));
    private readonly ConcurrentDictionary<string, int> _workerOf = new();
    private readonly Dictionary<string, Dictionary<string, string>> _items = [];
    private readonly List<(PersonRow Person, OverreadClient Client)> _workers = [];
    private int _reads;

    /// <summary>Reads that were submitted.</summary>
    public int Reads => _reads;

    public void Dispose()
    {
        foreach ((_, OverreadClient client) in _workers)
        {
            client.Dispose();
        }
    }

    /// <summary>Makes accounts and signs them in, in the order of the names.</summary>
    public async Task Register(IEnumerable<string> names, CancellationToken cancel)
    {
        foreach (string name in names)
        {
            string email = $"{name}-{_run}@rehearsal.example";
            PersonRow person = await stage.Register(name, email, cancel);
            _workers.Add((person, await stage.SignedIn(email, cancel)));
        }
    }

    /// <summary>Opens a project for some of the readers.</summary>
    /// <param name="name">As people see it.</param>
    /// <param name="members">Numbers of readers.</param>
    /// <param name="readsPerItem">Blind reads per item, 1 to 20.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<string> Open(string name, IEnumerable<int> members, int readsPerItem, CancellationToken cancel)
    {
        ProjectRow project = await stage.Lead.OpenProject(
            new()
            {
                Name = $"{name} {_run}",
                Purpose = "Rehearse a campaign with simulated readers.",
                LegalBasis = "Simulated reads of items that do not exist.",
            },
            cancel
        );
        foreach (int member in members)
        {
            await stage.Lead.SetMember(project.Id, _workers[member].Person.Id, new() { Roles = [Role.Reader] }, cancel);
        }

        ProtocolBody protocol = new()
        {
            Title = name,
            Fields = [field.InProtocol()],
            Guideline = "Answers are simulated.",
            Policy = new()
            {
                Readers = readsPerItem,
                Agreement = AgreementRule.Majority,
                Disputes = DisputeRule.Adjudicator,
                RecheckShare = 0,
            },
        };
        await stage.Lead.SaveProtocolDraft(project.Id, protocol, cancel: cancel);
        await stage.Lead.PublishProtocol(project.Id, cancel: cancel);
        return project.Id;
    }

    /// <summary>Adds items by name.</summary>
    public async Task Add(string project, IEnumerable<string> names, CancellationToken cancel)
    {
        StringBuilder csv = new("item\n");
        foreach (string name in names)
        {
            csv.Append(name).Append('\n');
        }

        await stage.Lead.AddReferences(project, csv.ToString(), cancel: cancel);
        _items[project] = (await stage.Titles(project, cancel)).ToDictionary(item => item.Value, item => item.Key);
    }

    /// <summary>Lets a reader read the next item that the server hands out; null when it has none.</summary>
    /// <param name="worker">Number of the reader.</param>
    /// <param name="project">The project.</param>
    /// <param name="answer">What the reader answers to the item of that name, and in which time.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<string?> Next(
        int worker,
        string project,
        Func<string, (string Answer, double Seconds)> answer,
        CancellationToken cancel
    )
    {
        WorkView? work = await _workers[worker].Client.NextRead(project, cancel: cancel);
        if (work is null)
        {
            return null;
        }

        await Submit(worker, work.Read, answer(work.Item.Reference!), cancel);
        return work.Item.Reference;
    }

    /// <summary>Gives a reader an item of that name, and lets the reader read it.</summary>
    public async Task Given(
        int worker,
        string project,
        string item,
        (string Answer, double Seconds) answer,
        CancellationToken cancel
    )
    {
        (PersonRow person, OverreadClient client) = _workers[worker];
        Assigned assigned = await stage.Lead.AssignItem(
            project,
            _items[project][item],
            new() { Reader = person.Id },
            cancel
        );
        WorkView work = await client.ShowRead(project, assigned.Read, cancel);
        await Submit(worker, work.Read, answer, cancel);
    }

    /// <summary>All submitted reads of a project as the server gives them, in the order in which they came in.</summary>
    public async Task<IReadOnlyList<SubmittedRead>> Submitted(string project, CancellationToken cancel)
    {
        Dictionary<string, string> labels = field.Options.ToDictionary(option => option.Value, option => option.Key);
        List<SubmittedRead> reads = [];
        foreach ((string name, string id) in _items[project])
        {
            foreach (ReaderRead row in await stage.Lead.ListItemReads(project, id, cancel))
            {
                if (row.Read.Submitted is { } time && row.Read.Answers.TryGetValue(field.Id, out Answer? answer))
                {
                    string given = field.IsFinding ? answer.State : labels[answer.Value!.Value.GetString()!];
                    reads.Add(new(_workerOf[row.Read.Id], name, given, row.Read.Seconds ?? double.NaN, time));
                }
            }
        }

        return [.. reads.OrderBy(read => read.Submitted, StringComparer.Ordinal).ThenBy(read => read.Worker)];
    }

    private async Task Submit(int worker, Read read, (string Answer, double Seconds) answer, CancellationToken cancel)
    {
        ClientEvent given = new()
        {
            Id = read.Id + "-answer",
            At = At,
            Type = "AnswerGiven",
            Field = field.Id,
            Answer = field.Answer(answer.Answer),
            Origin = "rehearsal",
        };
        ClientEvent submitted = new()
        {
            Id = read.Id + "-submit",
            At = At,
            Type = "ReadSubmitted",
            Seconds = answer.Seconds,
        };
        _workerOf[read.Id] = worker;
        await _workers[worker]
            .Client.AppendReadEvents(
                read.Id,
                new() { BaseRevision = read.Revision, Events = [given, submitted] },
                cancel
            );
        Interlocked.Increment(ref _reads);
    }
}
