using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Overread.Client;
using Overread.Ledger;
using Overread.Ledger.Witnesses;
using Overread.Server.Composition;
using Overread.Server.Composition.Backup;
using Overread.Server.Composition.Witnessing;
using Overread.Storage;

namespace Overread.Server.Tests;

/// <summary>
/// A server and its witness as processes of their own, and twenty readers who save all the while: what is killed in them is said
/// by <see cref="KillKind"/>. A save that was acknowledged is looked for at the end.
/// </summary>
internal sealed class KillRun : IAsyncDisposable
{
    private const int Readers = 20;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("overread-kills-");
    private readonly ConcurrentDictionary<string, byte> _acknowledged = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Exception> _refused = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<OverreadClient> _clients = [];
    private readonly List<Task> _saving = [];
    private readonly List<string> _logs = [];
    private readonly string _url = $"http://127.0.0.1:{TestServer.FreePort()}";
    private readonly string _witnessUrl = $"http://127.0.0.1:{TestServer.FreePort()}";
    private Process? _witness;

    private KillRun(int seed) => Random = new Random(seed);

    public Random Random { get; }
    public ServerProcess Server { get; private set; } = null!;
    public OverreadClient Admin { get; private set; } = null!;
    public WitnessAddress Witness { get; private set; } = null!;

    /// <summary>The project whose readers save, and that has batches too.</summary>
    public string Project { get; private set; } = "";

    /// <summary>A project whose items are read, so that it can be released.</summary>
    public string Done { get; private set; } = "";

    public string Data => At("data");

    /// <summary>How many saves the readers were told of.</summary>
    public int Acknowledged => _acknowledged.Count;

    /// <summary>A path in the run's own folder.</summary>
    public string At(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Starts everything; the readers save from here on.</summary>
    public static async Task<KillRun> Start(int seed)
    {
        KillRun run = new(seed);
        WitnessKey key = WitnessFolder.MakeKey(run.At("witness"), "witness.example/w1", new SystemEntropy());
        run.Witness = WitnessAddress.Parse($"{run._witnessUrl},{key}");
        run.Server = new ServerProcess(
            run.Data,
            run._url,
            "--witness",
            $"{run._witnessUrl},{key}",
            "--witness-minutes",
            "0.1"
        );
        run.Admin = ServerProcess.Client(run._url);
        await run.Server.Ready(run.Admin);
        run.Project = await ServerProcess.SetUp(run.Admin);
        string me = (await run.Admin.ShowSession()).Person!.Id;
        await run.Admin.SetMember(run.Project, me, new() { Roles = ["lead", "steward"] });
        await run.Admin.Publish(run.Project, TestServer.Protocol(Readers));
        await run.Admin.AddReferences(run.Project, "item\nonly\n");
        await run.StartWitness();
        run.Done = await run.ReadProject();
        for (int i = 0; i < Readers; i++)
        {
            await ServerProcess.Join(run.Admin, run.Project, $"r{i}", "reader");
            OverreadClient client = ServerProcess.Client(run._url);
            run._clients.Add(client);
            await client.SignIn($"r{i}@test.example");
            string read = (await client.NextRead(run.Project))!.Read.Id;
            run._saving.Add(run.Save(client, read, $"r{i:00}"));
        }

        return run;
    }

    /// <summary>kill -9 of the server, and its start.</summary>
    public async Task KillServer()
    {
        await Server.Kill();
        await StartServer();
    }

    /// <summary>Starts a server that was killed, and waits until it answers.</summary>
    public async Task StartServer()
    {
        Server.Start();
        await Server.Ready(Admin);
    }

    /// <summary>kill -9 of the witness.</summary>
    public async Task KillWitness()
    {
        _witness!.Kill();
        await _witness.WaitForExitAsync();
        _witness.Dispose();
    }

    /// <summary>Starts the witness with every key that the record has had, oldest first.</summary>
    public async Task StartWitness()
    {
        string key = VerifierKey.Parse(await Admin.ShowRecordKey()).ToString();
        if (!_logs.Contains(key))
        {
            _logs.Add(key);
        }

        _witness = Tool([
            "witness",
            "serve",
            "--dir",
            At("witness"),
            "--listen",
            _witnessUrl,
            .. _logs.SelectMany(k => (string[])["--log", k]),
        ]);
        using HttpClient http = new();
        for (int i = 0; ; i++)
        {
            try
            {
                await http.GetStringAsync(_witnessUrl);
                return;
            }
            catch (HttpRequestException) when (i < 300 && !_witness.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }

    /// <summary>Runs a command of the tool and kills it after a time; false where it had ended, well.</summary>
    public async Task<bool> KillTool(TimeSpan after, params string[] arguments)
    {
        using Process process = Tool(arguments);
        Task ended = process.WaitForExitAsync();
        if (await Task.WhenAny(ended, Task.Delay(after)) != ended)
        {
            process.Kill();
            await ended;
            return true;
        }

        Assert.True(process.ExitCode == 0, string.Join(' ', arguments));
        return false;
    }

    /// <summary>How long a command of the tool takes to its end.</summary>
    public async Task<TimeSpan> Time(params string[] arguments)
    {
        long began = TimeProvider.System.GetTimestamp();
        Assert.False(await KillTool(TimeSpan.FromMinutes(5), arguments));
        return TimeProvider.System.GetElapsedTime(began);
    }

    /// <summary>A moment of a stretch of time, now and then past its end.</summary>
    public TimeSpan Moment(TimeSpan whole) => whole * Random.NextDouble();

    /// <summary>Audits the store as a whole.</summary>
    public void Audit() => Assert.Empty(StoreAudit.Run(Data, fast: false, null, CancellationToken.None).Faults);

    /// <summary>Ends the saving; the acknowledged saves that the record does not hold.</summary>
    public async Task<IReadOnlyList<string>> Lost()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_saving);
        Assert.Empty(_refused);
        await Server.Kill();
        HashSet<string> kept = BackupStore.Events(Data);
        await StartServer();
        return [.. _acknowledged.Keys.Where(id => !kept.Contains(id))];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_saving);
        if (_witness is not null)
        {
            await KillWitness();
        }

        await Server.Kill();
        Server.Dispose();
        Admin.Dispose();
        _clients.ForEach(c => c.Dispose());
        _stop.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<string> ReadProject()
    {
        string project = (
            await Admin.OpenProject(
                new()
                {
                    Name = "Done",
                    Purpose = "T",
                    LegalBasis = "T",
                }
            )
        ).Id;
        await Admin.Publish(project, TestServer.Protocol(1));
        await Admin.AddReferences(
            project,
            "item\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"case-{i}\n"))
        );
        await ServerProcess.Join(Admin, project, "ann", "reader");
        using OverreadClient reader = ServerProcess.Client(_url);
        await reader.SignIn("ann@test.example");
        while (await TestServer.ReadNext(reader, project, _ => "present") is not null) { }

        return project;
    }

    // As the outbox of the web does: what was not acknowledged is sent again under its id.
    private async Task Save(OverreadClient client, string read, string name)
    {
        for (int n = 0; !_stop.IsCancellationRequested; )
        {
            string id = string.Create(CultureInfo.InvariantCulture, $"{name}-{n:000000}");
            try
            {
                await client.Append(read, 1, ReadEvents.Commented(id, id));
                _acknowledged[id] = 1;
                n++;
                await Task.Delay(Between);
            }
            catch (OverreadUnreachableException)
            {
                await Task.Delay(Between);
            }
            catch (OverreadProblemException e)
            {
                // No kill may make the server refuse what it would have taken.
                _refused.Enqueue(e);
                return;
            }
        }
    }

    private static Process Tool(IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "overread.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["OVERREAD_BACKUP_PASSPHRASE"] = BackupStore.Passphrase },
        };
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, e) =>
        {
            if (e.Data is { Length: > 0 } said)
            {
                TestContext.Current.TestOutputHelper?.WriteLine(said);
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
