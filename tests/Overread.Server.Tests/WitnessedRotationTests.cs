using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Overread.Cli;
using Overread.Cli.Server;
using Overread.Domain.Record;
using Overread.Ledger;
using Overread.Ledger.Witnesses;
using Overread.Server.Composition;
using Overread.Server.Composition.Witnessing;
using Overread.Storage;

namespace Overread.Server.Tests;

/// <summary>A witness and whoever checks one, before and after the record's key was changed.</summary>
public sealed class WitnessedRotationTests : IDisposable
{
    private readonly string _dir = Directory.CreateTempSubdirectory("overread-witness-").FullName;
    private readonly string _data = Directory.CreateTempSubdirectory("overread-rotated-").FullName;
    private readonly string _url = $"http://127.0.0.1:{TestServer.FreePort()}";

    public void Dispose()
    {
        Directory.Delete(_dir, recursive: true);
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task The_check_follows_a_change_by_both_keys_and_wants_the_new_one_after_a_theft()
    {
        WitnessAddress address = WitnessAddress.Parse(
            $"{_url},{WitnessFolder.MakeKey(_dir, "witness.example/w1", new SystemEntropy())}"
        );
        VerifierKey first = null!;
        string stolen = "";
        await StoreStart.Run(
            _data,
            async (app, admin) =>
            {
                first = VerifierKey.Parse(await admin.ShowRecordKey());
                stolen = File.ReadAllText(Path.Combine(_data, "keys", "log-signing.key"));
                await Seal(app);
                await Witnessed([first], async () => Assert.Equal("new", await Found(first)));

                async Task<string> Found(VerifierKey key) =>
                    (await WitnessCheckCommand.Check(admin, [address], key, default))[0].Finding;
            },
            setUp: true
        );
        LogKeyChange once = await Rotate(null);
        await StoreStart.Run(
            _data,
            async (app, admin) =>
            {
                SignedNote head = await Seal(app);
                // A witness that was not told of the new key says that it does not know it.
                await Witnessed([first], async () => Assert.Equal("unknown", await Found(first)));
                await Witnessed(
                    [first, once.Next],
                    async () =>
                    {
                        Assert.Equal("behind", await Found(first));
                        Assert.Equal("same", await Found(once.Next));
                    }
                );
                // Whoever kept the former key signs the same head with it: the witness has seen the new one by now.
                SignedNote late = SignedNote.Sign(head.Text, LogSigner.Parse(stolen));
                using WitnessFolder folder = new(_dir, [first, once.Next]);
                Assert.Equal(403, folder.Answer(Again(late), DateTimeOffset.UnixEpoch.AddYears(60)).Status);
                Assert.Equal(200, folder.Answer(Again(head), DateTimeOffset.UnixEpoch.AddYears(60)).Status);

                async Task<string> Found(VerifierKey key) =>
                    (await WitnessCheckCommand.Check(admin, [address], key, default))[0].Finding;
            }
        );
        LogKeyChange twice = await Rotate(DateTimeOffset.UtcNow.AddDays(-1));
        await StoreStart.Run(
            _data,
            async (app, admin) =>
            {
                await Seal(app);
                CommandFailedException refused = await Assert.ThrowsAsync<CommandFailedException>(() =>
                    WitnessCheckCommand.Check(admin, [address], once.Next, default)
                );
                Assert.Contains("Have the publisher tell you the new key", refused.Message, StringComparison.Ordinal);
                await Witnessed(
                    [first, once.Next, twice.Next],
                    async () =>
                        Assert.Equal(
                            "behind",
                            (await WitnessCheckCommand.Check(admin, [address], twice.Next, default))[0].Finding
                        )
                );
            }
        );
    }

    private static string Again(SignedNote note) =>
        new WitnessRequest(Checkpoint.Parse(note.Text).Size, [], note).ToString();

    private Task<LogKeyChange> Rotate(DateTimeOffset? since) =>
        LogKeyRotation.Run(_data, "Ann Example", "Once a year.", since, TimeProvider.System);

    private async Task Witnessed(IReadOnlyList<VerifierKey> keys, Func<Task> work)
    {
        using WitnessFolder folder = new(_dir, [.. keys]);
        await using WebApplication witness = WitnessHost.Build(folder, _url, TimeProvider.System);
        await witness.StartAsync(TestContext.Current.CancellationToken);
        await work();
        await witness.StopAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<SignedNote> Seal(WebApplication app)
    {
        IDatabase database = app.Services.GetRequiredService<IDatabase>();
        await database.Write(
            Actor.System,
            u => u.Append(new About(null, "store"), new ClockJumped("a", "b", 0, false))
        );
        return await database.Seal();
    }
}
