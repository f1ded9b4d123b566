using System.Diagnostics;
using System.Net;
using Overread.Ledger;
using Overread.Ledger.Witnesses;
using Overread.Server.Composition;
using Overread.Server.Composition.Witnessing;
using Overread.Storage;

namespace Overread.Server.Tests;

/// <summary>A witness by itself: what it keeps, what happens at once, and what a kill leaves.</summary>
public sealed class WitnessFolderTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private readonly string _dir = Directory.CreateTempSubdirectory("overread-witness-").FullName;
    private readonly SmallLog _log = new("log.example/record", 1);

    [Fact]
    public void What_was_cosigned_lasts_and_a_second_witness_over_the_folder_is_refused()
    {
        WitnessKey key = WitnessFolder.MakeKey(_dir, "witness.example/w1", new SystemEntropy());
        Assert.Equal(key.ToString(), WitnessFolder.KeyOf(_dir).ToString());
        Assert.Throws<StoreFormException>(() => WitnessFolder.MakeKey(_dir, "witness.example/w2", new SystemEntropy()));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite,
                File.GetUnixFileMode(Path.Combine(_dir, "witness.key"))
            );
        }

        using (WitnessFolder folder = Open())
        {
            Assert.Throws<StoreFormException>(() => Open());
            Assert.Equal(200, folder.Answer(_log.Request(0, 5), Now).Status);
            Assert.Equal(200, folder.Answer(_log.Request(5, 9), Now).Status);
        }

        using WitnessFolder again = Open();
        Assert.Equal(9, again.Last(_log.Origin)!.Head.Size);
        WitnessAnswer rollback = again.Answer(_log.Request(0, 7), Now);
        Assert.Equal((409, "9\n"), (rollback.Status, rollback.Text));
        // A clock that went back decides nothing: the size does.
        Assert.Equal(200, again.Answer(_log.Request(9, 12), Now.AddYears(-3)).Status);
        Assert.Equal(409, again.Answer(_log.Request(9, 12), Now).Status);
    }

    [Fact]
    public void An_end_that_was_cut_is_taken_away_and_other_damage_is_refused_and_named()
    {
        WitnessFolder.MakeKey(_dir, "witness.example/w1", new SystemEntropy());
        long five;
        using (WitnessFolder folder = Open())
        {
            folder.Answer(_log.Request(0, 5), Now);
            five = new FileInfo(State()).Length;
            folder.Answer(_log.Request(5, 9), Now);
        }

        byte[] whole = File.ReadAllBytes(State());
        for (long cut = five + 1; cut < whole.Length; cut += 7)
        {
            File.WriteAllBytes(State(), whole[..(int)cut]);
            using WitnessFolder folder = Open();
            Assert.Equal(5, folder.Last(_log.Origin)!.Head.Size);
            Assert.Equal(five, new FileInfo(State()).Length);
            // What follows stands whole after it.
            Assert.Equal(200, folder.Answer(_log.Request(5, 9), Now).Status);
        }

        foreach (int place in new[] { 3, 66, (int)five - 20, (int)five + 3, whole.Length - 20 })
        {
            byte[] damaged = [.. whole];
            damaged[place] ^= 0x10;
            File.WriteAllBytes(State(), damaged);
            Assert.Contains(
                "is damaged at byte",
                Assert.Throws<StoreFormException>(() => Open()).Message,
                StringComparison.Ordinal
            );
        }

        // Written by another witness.
        File.WriteAllBytes(State(), whole);
        File.Delete(Path.Combine(_dir, "witness.key"));
        WitnessFolder.MakeKey(_dir, "witness.example/w1", new SystemEntropy());
        Assert.Throws<StoreFormException>(() => Open());
    }

    [Fact]
    public async Task Of_many_at_once_each_is_held_against_the_one_before()
    {
        WitnessFolder.MakeKey(_dir, "witness.example/w1", new SystemEntropy());
        using WitnessFolder folder = Open();
        string url = $"http://127.0.0.1:{TestServer.FreePort()}";
        await using var app = WitnessHost.Build(folder, url, new HandClock());
        await app.StartAsync();
        using HttpClient http = new();
        async Task<(int Size, HttpStatusCode Status, string Text)> Ask(long old, int size)
        {
            using StringContent body = new(_log.Request(old, size));
            using HttpResponseMessage answer = await http.PostAsync(url + "/add-checkpoint", body);
            return (size, answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }

        for (int round = 0; round < 5; round++)
        {
            long old = folder.Last(_log.Origin)?.Head.Size ?? 0;
            var answers = await Task.WhenAll(Enumerable.Range(1, 12).Select(i => Ask(old, (int)old + i)));
            (int won, _, _) = Assert.Single(answers, a => a.Status == HttpStatusCode.OK);
            Assert.All(
                answers.Where(a => a.Status != HttpStatusCode.OK),
                a => Assert.Equal((HttpStatusCode.Conflict, won + "\n"), (a.Status, a.Text))
            );
            Assert.Equal(won, folder.Last(_log.Origin)!.Head.Size);
        }

        using (StringContent body = new(_log.Request(0, 1)))
        using (HttpResponseMessage conflict = await http.PostAsync(url + "/add-checkpoint", body))
        {
            Assert.Equal("text/x.tlog.size", conflict.Content.Headers.ContentType!.ToString());
        }

        using ByteArrayContent large = new(new byte[100_000]);
        using HttpResponseMessage refused = await http.PostAsync(url + "/add-checkpoint", large);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        using ByteArrayContent garbage = new([0xff, 0xfe, 0x00]);
        using HttpResponseMessage malformed = await http.PostAsync(url + "/add-checkpoint", garbage);
        Assert.Equal(HttpStatusCode.BadRequest, malformed.StatusCode);
        Assert.Equal(folder.Key + "\n", await http.GetStringAsync(url + "/"));
    }

    [Fact]
    public async Task What_a_witness_acknowledged_is_there_after_kill_9()
    {
        WitnessFolder.MakeKey(_dir, "witness.example/w1", new SystemEntropy());
        string url = $"http://127.0.0.1:{TestServer.FreePort()}";
        using HttpClient http = new() { Timeout = TimeSpan.FromSeconds(5) };
        long acknowledged = 0;
        for (int kill = 0; kill < 4; kill++)
        {
            using Process witness = Begin(url);
            await Ready(http, url);
            Task killer = Task.Run(async () =>
            {
                await Task.Delay(120 + (kill * 70));
                witness.Kill();
            });
            try
            {
                for (long old = acknowledged; old < _log.Most - 1; )
                {
                    using StringContent body = new(_log.Request(old, (int)old + 1));
                    using HttpResponseMessage answer = await http.PostAsync(url + "/add-checkpoint", body);
                    string text = await answer.Content.ReadAsStringAsync();
                    if (answer.StatusCode == HttpStatusCode.Conflict)
                    {
                        // Kept, and killed before it said so: never less than it said.
                        long kept = WitnessAnswer.SizeOf(text);
                        Assert.InRange(kept, acknowledged, acknowledged + 1);
                        old = kept;
                        acknowledged = kept;
                        continue;
                    }

                    Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                    acknowledged = ++old;
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                // Killed.
            }

            await killer;
            await witness.WaitForExitAsync();
            using WitnessFolder folder = Open();
            Assert.InRange(folder.Last(_log.Origin)?.Head.Size ?? 0, acknowledged, acknowledged + 1);
        }

        Assert.True(acknowledged > 10, $"Only {acknowledged} were acknowledged.");
    }

    public void Dispose() => Directory.Delete(_dir, recursive: true);

    private WitnessFolder Open() => new(_dir, [_log.Key]);

    private string State() => Directory.EnumerateFiles(Path.Combine(_dir, "logs")).Single();

    private Process Begin(string url)
    {
        string tool = Path.Combine(AppContext.BaseDirectory, "overread.dll");
        Process process = Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [tool, "witness", "serve", "--dir", _dir, "--listen", url, "--log", _log.Key.ToString()]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task Ready(HttpClient http, string url)
    {
        for (int i = 0; i < 200; i++)
        {
            try
            {
                await http.GetStringAsync(url + "/");
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100);
            }
        }

        throw new TimeoutException("The witness did not start.");
    }
}
