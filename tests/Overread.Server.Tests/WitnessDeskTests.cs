using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Overread.Cli.Server;
using Overread.Client;
using Overread.Domain.Record;
using Overread.Ledger;
using Overread.Ledger.Bundles;
using Overread.Ledger.Witnesses;
using Overread.Server.Composition;
using Overread.Server.Composition.Witnessing;
using Overread.Server.Features.Witnesses;
using Overread.Server.Features.Witnesses.Contracts;
using Overread.Storage;

namespace Overread.Server.Tests;

/// <summary>A server and its witness: cosignatures, what they prove, and what the server says where a witness objects or fails.</summary>
public sealed class WitnessDeskTests : IAsyncLifetime
{
    private readonly string _dir = Directory.CreateTempSubdirectory("overread-witness-").FullName;
    private readonly string _url = $"http://127.0.0.1:{TestServer.FreePort()}";
    private WitnessAddress _address = null!;
    private WitnessFolder? _folder;
    private WebApplication? _app;

    public ValueTask InitializeAsync()
    {
        WitnessKey key = WitnessFolder.MakeKey(_dir, "witness.example/w1", new SystemEntropy());
        _address = WitnessAddress.Parse($"{_url},{key}");
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        _folder?.Dispose();
        Directory.Delete(_dir, recursive: true);
    }

    [Fact]
    public async Task Checkpoints_are_cosigned_and_a_strangers_tools_are_convinced()
    {
        await using TestServer server = await Start();
        await Round(server);
        SignedNote note = SignedNote.Parse(await server.Admin.ShowCosignedCheckpoint());
        Assert.NotNull(_address.Key.TimeOf(note));
        Assert.True(note.IsSignedBy(VerifierKey.Parse(await server.Admin.ShowRecordKey())));
        JsonNode witness = (await Operations(server))["witnesses"]![0]!;
        Assert.Equal(Checkpoint.Parse(note.Text).Size, (long)witness["size"]!);
        Assert.Null(witness["trouble"]);
        // Nothing has happened since: nobody is asked, and the record does not grow of it.
        WitnessDesk desk = server.App.Services.GetRequiredService<WitnessDesk>();
        await server.Sealed();
        Assert.False(desk.IsDue(_address));

        Bundle bundle = await Bundle.OfCampaign(server);
        Assert.False(desk.IsDue(_address));
        await Grow(server.App, "something else");
        Assert.True(desk.IsDue(_address));
        string key = _address.Key.ToString();
        BundleReport report = VerifyCommand.Verify(bundle.Folder, null, witnesses: [_address.Key]);
        Assert.Empty(report.Faults);
        Cosignature cosigned = Assert.Single(report.Cosignatures);
        Assert.Equal(("witness.example/w1", true), (cosigned.Witness, cosigned.Verified));
        Assert.False(Assert.Single(VerifyCommand.Verify(bundle.Folder, null).Cosignatures).Verified);
        // The right name under another key is nobody's word.
        WitnessKey other = new WitnessSigner("witness.example/w1", [.. Enumerable.Repeat((byte)1, 32)]).Key;
        Assert.Contains(
            VerifyCommand.Verify(bundle.Folder, null, witnesses: [other]).Faults,
            f => f.File == BundleManifest.CosignedName
        );
        AuditReport audit = Audit(server.Data, _address.Key, out StoreWitnesses held);
        Assert.Empty(audit.Faults);
        Assert.Equal("witness.example/w1", Assert.Single(held.Cosignatures).Witness);
        Assert.Contains(Audit(server.Data, other, out _).Faults, f => f.What.Contains("witness.example/w1"));
        Assert.NotEqual(key, other.ToString());
    }

    [Fact]
    public async Task A_round_asks_when_something_happened_and_it_is_time()
    {
        HandClock clock = new();
        await using TestServer server = await TestServer.Start(more: o =>
        {
            Listen(o.Data);
            return o with { Witnesses = [_address], Time = clock };
        });
        WitnessRounds rounds = server.App.Services.GetRequiredService<WitnessRounds>();
        async Task<int> After(int seconds, bool happens)
        {
            clock.Pass(seconds);
            if (happens)
            {
                await Grow(server.App, "something");
            }

            await rounds.Round(CancellationToken.None);
            return EventsOf(server.App).Count;
        }

        Assert.Equal(1, await After(0, false));
        Assert.Equal(1, await After(1800, true));
        Assert.Equal(2, await After(1801, false));
        // Nothing but the cosignature itself has happened since.
        Assert.Equal(2, await After(7200, false));
        Assert.Equal(3, await After(0, true));
        // One that gave nothing is asked sooner, and for the same state.
        await _app!.StopAsync();
        Assert.Equal(3, await After(3601, true));
        Assert.Equal(3, await After(299, false));
        JsonNode page = await Operations(server);
        string tried = (string)page["witnesses"]![0]!["tried"]!;
        Assert.Equal(3, await After(2, false));
        Assert.NotEqual(tried, (string)(await Operations(server))["witnesses"]![0]!["tried"]!);
    }

    [Fact]
    public async Task Another_makers_cosignature_beside_it_is_named_and_a_changed_file_is_found()
    {
        await using TestServer server = await Start();
        Bundle bundle = await Bundle.OfCampaign(server);
        string file = Path.Combine(bundle.Folder, BundleManifest.CosignedName);
        SignedNote note = SignedNote.Parse(await File.ReadAllTextAsync(file));
        WitnessSigner other = new("other.example/w9", [.. Enumerable.Repeat((byte)4, 32)]);
        SignedNote two = note with
        {
            Signatures =
            [
                .. note.Signatures,
                other.Cosign(note.Text, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000)),
            ],
        };
        using OtherCosignatures both = new(bundle.Folder, two.ToString());
        (IReadOnlyList<Cosignature> all, IReadOnlyList<string> faults) = BundleCosignatures.Read(
            both,
            VerifierKey.Parse(await server.Admin.ShowRecordKey()),
            [_address.Key, other.Key]
        );
        Assert.Empty(faults);
        Assert.All(all, c => Assert.True(c.Verified));
        Assert.Equal(["witness.example/w1", "other.example/w9"], all.Select(c => c.Witness));
        // A cosignature of another head, or without the record's own line, is none of this bundle.
        Checkpoint head = Checkpoint.Parse(note.Text);
        SignedNote elsewhere = new((head with { Size = head.Size + 1 }).ToText(), two.Signatures);
        foreach (SignedNote wrong in new[] { elsewhere, note with { Signatures = [note.Signatures[1]] } })
        {
            using OtherCosignatures changed = new(bundle.Folder, wrong.ToString());
            Assert.NotEmpty(BundleCosignatures.Read(changed, null, []).Faults);
        }
    }

    [Fact]
    public async Task A_witness_that_is_down_costs_nothing_and_is_shown()
    {
        await using TestServer server = await TestServer.Start(more: o => o with { Witnesses = [_address] });
        await Round(server);
        Bundle bundle = await Bundle.OfCampaign(server);
        Assert.False(File.Exists(Path.Combine(bundle.Folder, BundleManifest.CosignedName)));
        Assert.Empty(VerifyCommand.Verify(bundle.Folder, null).Faults);
        JsonNode page = await Operations(server);
        Assert.Equal("unreachable", (string)page["witnesses"]![0]!["trouble"]!);
        Assert.Contains("witness.silent", Concerns(page));
        Assert.Equal(
            "record.uncosigned",
            (await Assert.ThrowsAsync<OverreadProblemException>(() => server.Admin.ShowCosignedCheckpoint())).Code
        );
    }

    [Theory]
    [InlineData("large", "unreachable")]
    [InlineData("elsewhere", "unreadable")]
    [InlineData("words", "unreadable")]
    [InlineData("other-key", "unreadable")]
    [InlineData("size-of-words", "unreadable")]
    [InlineData("size-that-turns", "unreadable")]
    [InlineData("not-known", "unknown")]
    [InlineData("broken", "unreachable")]
    [InlineData("own", "unknown")]
    public async Task Whatever_it_answers_nothing_but_its_own_signature_is_taken(string answer, string trouble)
    {
        await using WebApplication hostile = await HostileWitness.Start(_url, answer);
        await using TestServer server = await TestServer.Start(more: o =>
            o with
            {
                Witnesses = [answer == "own" ? _address with { Address = new Uri(o.Url + "/api") } : _address],
            }
        );
        await Round(server);
        Assert.Equal(trouble, (string)(await Operations(server))["witnesses"]![0]!["trouble"]!);
        Assert.Empty(EventsOf(server.App));
    }

    [Fact]
    public async Task A_store_put_back_from_an_older_copy_is_an_alarm_and_stays_one()
    {
        string data = Directory.CreateTempSubdirectory("overread-rollback-").FullName;
        string copy = data + "-copy";
        try
        {
            ServeOptions options = Options(data);
            Listen(data);
            await using (WebApplication app = await Run(options))
            {
                await Grow(app, "first");
                await Round(app);
                await app.StopAsync();
            }

            FolderCopy.Make(data, copy);
            await using (WebApplication app = await Run(options))
            {
                await Grow(app, "second");
                await Round(app);
                Assert.DoesNotContain(EventsOf(app), e => e is WitnessObjected);
                await app.StopAsync();
            }

            long seen = _folder!.Last(KeyOf(data).Name)!.Head.Size;
            Directory.Delete(data, recursive: true);
            FolderCopy.Make(copy, data);
            // All of it was put back, keys too: nothing in the folder tells.
            await using (WebApplication app = await Run(options))
            {
                await Round(app);
                WitnessObjected objection = Assert.Single(EventsOf(app).OfType<WitnessObjected>());
                Assert.Equal(("rollback", seen), (objection.Kind, objection.Seen));
                Assert.True(objection.Size < seen);
                await Round(app);
                Assert.Single(EventsOf(app).OfType<WitnessObjected>());
                // It grows past what the witness has seen, with another history.
                for (int i = 0; app.Services.GetRequiredService<IDatabase>().RecordSize <= seen + 1; i++)
                {
                    await Grow(app, "other" + i);
                }

                await Round(app);
                Assert.Equal("fork", EventsOf(app).OfType<WitnessObjected>().Last().Kind);
                using ReadLease read = app.Services.GetRequiredService<IDatabase>().Read();
                WitnessStanding standing = app.Services.GetRequiredService<WitnessDesk>().Standing(read)[0];
                Assert.Equal("fork", standing.Objection!.Value.Event.Kind);
                read.Dispose();
                await app.StopAsync();
            }

            Assert.Equal(seen, _folder.Last(KeyOf(data).Name)!.Head.Size);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
            Directory.Delete(copy, recursive: true);
        }
    }

    [Fact]
    public async Task The_monitor_says_same_behind_rollback_fork_and_removed()
    {
        await using TestServer server = await Start();
        async Task<string> Check() =>
            (await WitnessCheckCommand.Check(server.Admin, [_address], KeyOf(server.Data), default))[0].Finding;
        await server.Project(1);
        await server.Sealed();
        Assert.Equal("new", await Check());
        await server.Project(1);
        await server.Sealed();
        Assert.Equal("behind", await Check());
        Checkpoint last = _folder!.Last(KeyOf(server.Data).Name)!.Head;
        LogSigner signer = server.App.Services.GetRequiredService<LogSigner>();
        // Someone with the log's key shows the witness a checkpoint that the record does not hold: one event more, then none.
        IDatabase database = server.App.Services.GetRequiredService<IDatabase>();
        await Grow(server.App, "unsigned");
        await Grow(server.App, "unsigned too");
        await server.Sealed();
        using (ReadLease read = database.Read())
        {
            long between = last.Size + 1;
            Assert.Null(database.CheckpointAt(read.Connection, between));
            Checkpoint hidden = new(
                last.Origin,
                between,
                MerkleProof.RangeRoot(0, between, database.Nodes(read.Connection))
            );
            WitnessRequest request = new(
                last.Size,
                MerkleProof.Consistency(last.Size, between, database.Nodes(read.Connection)),
                hidden.Sign(signer)
            );
            Assert.Equal(
                200,
                _folder.Answer(request.ToString(), DateTimeOffset.FromUnixTimeSeconds(1_800_000_000)).Status
            );
        }

        Assert.Equal("removed", await Check());
        last = _folder.Last(last.Origin)!.Head;
        Checkpoint far = new(last.Origin, last.Size + 1000, MerkleHash.Leaf([1]));
        // A true continuation, of other events.
        List<byte[]> leaves = [];
        using (ReadLease read = database.Read())
        {
            leaves.AddRange(read.Record.Leaves(last.Size));
        }

        leaves.AddRange(Enumerable.Range(0, 1000).Select(i => MerkleHash.Leaf(BitConverter.GetBytes(i))));
        byte[] Node(int level, long index) =>
            level == 0
                ? leaves[(int)index]
                : MerkleHash.Node(Node(level - 1, index * 2), Node(level - 1, (index * 2) + 1));
        far = far with { Root = MerkleProof.RangeRoot(0, leaves.Count, Node) };
        WitnessRequest forked = new(
            last.Size,
            MerkleProof.Consistency(last.Size, leaves.Count, Node),
            far.Sign(signer)
        );
        Assert.Equal(200, _folder.Answer(forked.ToString(), DateTimeOffset.FromUnixTimeSeconds(1_800_000_000)).Status);
        Assert.Equal("rollback", await Check());
        for (int i = 0; database.RecordSize <= far.Size; i++)
        {
            await Grow(server.App, "x" + i, 200);
        }

        await server.Sealed();
        Assert.Equal("fork", await Check());
    }

    private static Task<SignedNote> Round(TestServer server) => Round(server.App);

    // As a round does it whose time has come.
    private static Task<SignedNote> Round(WebApplication app)
    {
        WitnessDesk desk = app.Services.GetRequiredService<WitnessDesk>();
        return desk.Seal(desk.Witnesses, CancellationToken.None);
    }

    private static List<DomainEvent> EventsOf(WebApplication app)
    {
        using ReadLease read = app.Services.GetRequiredService<IDatabase>().Read();
        return
        [
            .. read
                .Record.Events(new RecordQuery { Types = [nameof(CheckpointCosigned), nameof(WitnessObjected)] })
                .Select(e => e.Event),
        ];
    }

    private static async Task Grow(WebApplication app, string what, int events = 1) =>
        await app
            .Services.GetRequiredService<IDatabase>()
            .Write(
                Actor.System,
                u =>
                {
                    for (int i = 0; i < events; i++)
                    {
                        u.Append(new About(null, "store"), new ClockJumped(what, what, i, false));
                    }

                    return true;
                }
            );

    private async Task<TestServer> Start() =>
        await TestServer.Start(more: o =>
        {
            Listen(o.Data);
            // The rounds of the service itself come at their hour; the tests ask when they want.
            return o with { Witnesses = [_address], WitnessEvery = TimeSpan.FromDays(20) };
        });

    private ServeOptions Options(string data) =>
        new(data, $"http://127.0.0.1:{TestServer.FreePort()}")
        {
            Witnesses = [_address],
            WitnessEvery = TimeSpan.FromDays(20),
        };

    private static VerifierKey KeyOf(string data) =>
        StoreKeys.Open(new DataFolder(data).Make(), new SystemEntropy(), null).Signer.Verifier;

    private void Listen(string data)
    {
        _folder = new WitnessFolder(_dir, [KeyOf(data)]);
        _app = WitnessHost.Build(_folder, _url, TimeProvider.System);
        _app.StartAsync().GetAwaiter().GetResult();
    }

    private static async Task<WebApplication> Run(ServeOptions options)
    {
        WebApplication app = OverreadHost.Build(options);
        await app.StartAsync();
        return app;
    }

    private static AuditReport Audit(string data, WitnessKey key, out StoreWitnesses held)
    {
        held = new StoreWitnesses([key]);
        return StoreAudit.Run(data, false, null, default, held);
    }

    private static async Task<JsonNode> Operations(TestServer server) =>
        (await server.Admin.Raw().Get("api/operations"))!;

    private static List<string> Concerns(JsonNode page) =>
        [.. page["attention"]!.AsArray().Select(c => (string)c!["code"]!)];
}
