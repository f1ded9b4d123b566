using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Overread.Client;
using Overread.Client.Model;
using Overread.Ledger.Bundles;

namespace Overread.Cli.Server;

/// <summary>Plays one campaign: accounts, protocol, items, reads, agreement, consensus, adjudication, release, verification.</summary>
internal sealed class Rehearsal(Campaign campaign, RehearsalStage stage, Action<string> say)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly string _run = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3));
    private string _project = "";

    public async Task<RehearsalReport> Run(string? output, CancellationToken cancel)
    {
        await Prepare(cancel);
        say(
            $"{campaign.Readers.Count} readers × {campaign.Items.Count} items × {campaign.Fields.Count} fields are read …"
        );
        int reads = 0;
        await Task.WhenAll(
            campaign.Readers.Select(
                (reader, i) => Task.Run(() => Play(reader, i, () => Interlocked.Increment(ref reads), cancel), cancel)
            )
        );
        double reading = _watch.Elapsed.TotalSeconds;
        say($"{reads} reads submitted after {reading:0.0} s. Computing agreement and consensus …");
        AgreementView agreement = await stage.Lead.ShowAgreement(_project, cancel: cancel);
        ConsensusRun run = await stage.Lead.ComputeConsensus(_project, new() { Method = "majority" }, cancel);
        RehearsalReport.Scored consensus = await new RehearsalScore(campaign, stage, _project).Of(run, cancel);
        int decided = await Adjudicate(cancel);
        say($"{decided} disputed fields adjudicated. Releasing …");
        (RehearsalReport.Released release, bool verified) = await Release(output, cancel);
        // Back from the protocol's ids to the names of the file.
        Dictionary<string, string> names = campaign.Fields.ToDictionary(f => f.Id, f => f.Name);
        return new(
            new(
                [.. agreement.Coefficients.Select(c => c with { Field = names[c.Field] })],
                [.. agreement.Prevalence.Select(p => p with { Field = names[p.Field] })]
            ),
            consensus,
            decided,
            release,
            verified,
            reads,
            Math.Round(reading, 3),
            Math.Round(_watch.Elapsed.TotalSeconds, 3)
        );
    }

    private async Task Prepare(CancellationToken cancel)
    {
        say("Making accounts, protocol and items …");
        ProjectRow project = await stage.Lead.OpenProject(
            new()
            {
                Name = "Rehearsal " + _run,
                Purpose = "Rehearse a reading campaign.",
                LegalBasis = "Recorded or simulated reads.",
            },
            cancel
        );
        _project = project.Id;
        await Join("Adjudicator", Email("adjudicator"), Role.Adjudicator, cancel);
        for (int i = 0; i < campaign.Readers.Count; i++)
        {
            await Join(campaign.Readers[i], ReaderEmail(i), Role.Reader, cancel);
        }

        await stage.Lead.SaveProtocolDraft(_project, Protocol(), cancel: cancel);
        await stage.Lead.PublishProtocol(_project, cancel: cancel);
        foreach (string[] some in campaign.Items.Chunk(ItemsAtOnce))
        {
            StringBuilder csv = new("item\n");
            foreach (string item in some)
            {
                csv.Append('"').Append(item.Replace("\"", "\"\"", StringComparison.Ordinal)).Append("\"\n");
            }

            await stage.Lead.AddReferences(_project, csv.ToString(), cancel: cancel);
        }
    }

    private async Task Join(string name, string email, string role, CancellationToken cancel)
    {
        PersonRow person = await stage.Register(name, email, cancel);
        await stage.Lead.SetMember(_project, person.Id, new() { Roles = [role] }, cancel);
    }

    private string Email(string name) => $"{name}-{_run}@rehearsal.example";

    private string ReaderEmail(int i) => Email($"reader-{i + 1}");

    private ProtocolBody Protocol() =>
        new()
        {
            Title = "Rehearsal",
            Fields = [.. campaign.Fields.Select(f => f.InProtocol())],
            Guideline = "Answers are replayed.",
            Policy = new()
            {
                Readers = Math.Min(campaign.Reads.Keys.GroupBy(k => k.Item).Max(g => g.Count()), 20),
                Agreement = AgreementRule.Majority,
                Disputes = DisputeRule.Adjudicator,
                RecheckShare = 0,
            },
        };

    private const int ItemsAtOnce = 10_000;

    // So many items are under way at once, however few the readers: what waits for the disk together is kept together.
    private const int UnderWay = 20;

    private async Task Play(string reader, int index, System.Action done, CancellationToken cancel)
    {
        using OverreadClient client = await stage.SignedIn(ReaderEmail(index), cancel);
        await Task.WhenAll(
            Enumerable
                .Range(0, Math.Max(1, UnderWay / campaign.Readers.Count))
                .Select(_ => PlayWindow(client, reader, done, cancel))
        );
    }

    private async Task PlayWindow(OverreadClient client, string reader, System.Action done, CancellationToken cancel)
    {
        NextForm further = new() { Ahead = true };
        while (await client.NextRead(_project, further, cancel) is { } work)
        {
            await Give(client, reader, work, done, cancel);
        }
    }

    private async Task Give(
        OverreadClient client,
        string reader,
        WorkView work,
        System.Action done,
        CancellationToken cancel
    )
    {
        string read = work.Read.Id;
        string item = work.Item.Reference!;
        if (!campaign.Reads.TryGetValue((reader, item), out IReadOnlyDictionary<string, string>? answers))
        {
            await client.SkipRead(read, new() { Reason = "No recorded read." }, cancel);
            return;
        }

        ClientEvent submitted = new()
        {
            Id = read + "-submit",
            At = At,
            Type = "ReadSubmitted",
            Seconds = campaign.Seconds.GetValueOrDefault((reader, item)),
        };
        await client.AppendReadEvents(
            read,
            new()
            {
                BaseRevision = work.Read.Revision,
                Events = [.. answers.Select(a => Given(read, a.Key, a.Value)), submitted],
            },
            cancel
        );
        done();
    }

    private const string At = "2000-01-01T00:00:00.000Z";

    private ClientEvent Given(string read, string name, string answer)
    {
        CampaignField field = campaign.Fields.First(f => f.Name == name);
        return new()
        {
            Id = $"{read}-{field.Id}"[..Math.Min(64, read.Length + 1 + field.Id.Length)],
            At = At,
            Type = "AnswerGiven",
            Field = field.Id,
            Answer = field.Answer(answer),
            Origin = "rehearsal",
        };
    }

    // Adjudication by policy: the answer most readers gave; of a tie the first by name. The truth is never consulted.
    private async Task<int> Adjudicate(CancellationToken cancel)
    {
        using OverreadClient client = await stage.SignedIn(Email("adjudicator"), cancel);
        int decided = 0;
        foreach (DisputeRow row in await client.ListDisputes(_project, state: "open", cancel: cancel))
        {
            DisputeView dispute = await client.ShowDispute(_project, row.Item, cancel);
            foreach (FieldView field in dispute.Fields.Where(f => f.Status == "dispute"))
            {
                Answer answer = dispute
                    .Readers.Select(r => r.Read.Answers?.GetValueOrDefault(field.Field))
                    .OfType<Answer>()
                    .GroupBy(a => JsonSerializer.Serialize(a, OverreadClient.JsonOptions))
                    .OrderByDescending(g => g.Count())
                    .ThenBy(g => g.Key, StringComparer.Ordinal)
                    .First()
                    .First();
                await client.DecideDispute(
                    _project,
                    row.Item,
                    new()
                    {
                        Id = $"{row.Item}-{decided}-decision",
                        Field = field.Field,
                        Answer = answer,
                        Reason = "Rehearsal: the answer most readers gave; of a tie the first by name.",
                    },
                    cancel
                );
                decided++;
            }
        }

        return decided;
    }

    private async Task<(RehearsalReport.Released Release, bool Verified)> Release(
        string? output,
        CancellationToken cancel
    )
    {
        NewRelease form = new()
        {
            Name = "rehearsal",
            Version = "1.0.0",
            Notes = "A rehearsal.",
            Splits = new()
            {
                Train = 0.7,
                Tuning = 0.15,
                Test = 0.15,
            },
            Seed = 1,
        };
        ReleaseResult made = await stage.Lead.WaitForJob<ReleaseResult>(
            await stage.Lead.PublishRelease(_project, form, cancel),
            null,
            cancel
        );
        string path = Path.GetFullPath(
            output
                ?? Path.Combine(
                    stage.IsTemporary ? Directory.GetCurrentDirectory() : stage.Folder,
                    $"rehearsal-{_run}.zip"
                )
        );
        await stage.Lead.SaveRelease(_project, made.Release, path, "rehearsal", cancel: cancel);
        BundleReport report = VerifyCommand.Verify(path, null);
        return (new(form.Name, form.Version, path, report.Files, report.Events), report.Verified);
    }
}
