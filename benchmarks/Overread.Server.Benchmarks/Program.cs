using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Overread.Client;
using Overread.Client.Model;
using Overread.Server.Benchmarks;
using Overread.Server.Benchmarks.Soak;
using Overread.Server.Composition;

if (args is ["saves", var server, var sessions, var seconds, var events])
{
    return await SaveLoad.Run(
        new Uri(server),
        sessions,
        TimeSpan.FromSeconds(4),
        TimeSpan.FromSeconds(int.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture)),
        int.Parse(events, System.Globalization.CultureInfo.InvariantCulture)
    );
}

// ./bench server intake [pictures]
if (args is ["intake", ..])
{
    return await IntakeRun.Run(
        args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 60
    );
}

// ./bench server soak [minutes] [readers] [--sessions N] [--streams N] [--slices N] [--files N] [--rounds N] [--out DIR]
if (args is ["soak", .. var soak])
{
    return await new SoakRun(SoakOptions.Read(soak)).Run();
}

// The server of a soak, in a process of its own.
if (args is [SoakHost.Word, .. var host])
{
    return await SoakHost.Run(host);
}

// What a server does on this machine, beside what SQLite does alone on the same disk, in one run.
const int Readers = 50;
const int Done = 20_000;
const string Password = "a-long-password-1";
int items = args.Length > 0 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 100_000;
string data = Directory.CreateTempSubdirectory("overread-bench-").FullName;
string url = $"http://127.0.0.1:{FreePort()}";
double raw = RawCommits(Path.Combine(data, "raw.db"), TimeSpan.FromSeconds(3));
Console.WriteLine($"{"SQLite alone, one row a commit, FULL", -52}{raw, 12:n0} /s");

WebApplication app = OverreadHost.Build(new ServeOptions(data, url));
await app.StartAsync();
using OverreadClient lead = new(new Uri(url));
await lead.SetUp(
    new()
    {
        Name = "Lead",
        Email = "lead@bench.example",
        Password = Password,
    }
);
string project = (
    await lead.OpenProject(
        new()
        {
            Name = "B",
            Purpose = "B",
            LegalBasis = "B",
        }
    )
).Id;
Field finding = new()
{
    Id = "finding",
    Title = "Finding",
    Kind = FieldKind.Finding,
};
await lead.SaveProtocolDraft(
    project,
    new()
    {
        Title = "B",
        Fields = [finding],
        Guideline = "",
        Policy = new() { Readers = 3 },
    }
);
await lead.PublishProtocol(project);
Stopwatch watch = Stopwatch.StartNew();
for (int from = 0; from < items; from += 20_000)
{
    string csv =
        "item\n"
        + string.Concat(Enumerable.Range(from, Math.Min(20_000, items - from)).Select(i => $"case-{i:0000000}\n"));
    await lead.AddReferences(project, csv);
}

Console.WriteLine(
    $"{$"record append ({items:n0} items made)", -52}{items / watch.Elapsed.TotalSeconds, 12:n0} events/s"
);
int done = 0;
List<(OverreadClient Client, string Read)> readers = [];
for (int i = 0; i < Readers; i++)
{
    PersonRow person = await lead.RegisterPerson(
        new()
        {
            Name = $"r{i}",
            Email = $"r{i}@bench.example",
            Password = Password,
        }
    );
    await lead.SetMember(project, person.Id, new() { Roles = [Role.Reader] });
    OverreadClient client = new(new Uri(url));
    await client.SignIn(new() { Email = person.Email, Password = Password });
    readers.Add((client, (await client.NextRead(project))!.Read.Id));
}

string held = Path.Combine(data, "sessions");
await File.WriteAllLinesAsync(held, readers.Select(r => $"{r.Read} {r.Client.Cookie}"));
double ceiling = await HttpAlone(held);
Console.WriteLine(
    $"{$"HTTP alone: the same posts, nothing done with them", -52}{ceiling, 12:n0} /s   = {ceiling / raw:0.0} × SQLite alone"
);
foreach (int each in (int[])[1, 14])
{
    double[] saves = await Saves(url, held, 8, each);
    double rate = saves[0] * each / 8;
    Console.WriteLine(
        $"{$"acknowledged durable saves, {Readers} readers, {each} a post", -52}{rate, 12:n0} /s   = {rate / raw:0.0} × SQLite alone (goal 5), posts {saves[0] / 8 / ceiling:0.00} × HTTP alone"
    );
    Console.WriteLine($"{"  p50, p99 of a post", -52}{saves[1], 12:0.0} ms {saves[2]:0.0} ms");
}

await Campaign();
List<double> next = [];
foreach ((OverreadClient client, string first) in readers)
{
    string read = first;
    for (int i = 0; i < 10; i++)
    {
        await client.ReleaseRead(read);
        watch.Restart();
        read = (await client.NextRead(project))!.Read.Id;
        next.Add(watch.Elapsed.TotalMilliseconds);
    }
}

Console.WriteLine(
    $"{$"next item of {items:n0}, {done:n0} read, p99 (median)", -52}{Percentile(next, 0.99), 12:0.0} ms ({Percentile(next, 0.5):0.0}; goal 10)"
);
List<double> lists = [];
Func<Task<ListItemsPage>>[] pages =
[
    () => lead.ListItems(project, sort: "title", take: 100),
    () => lead.ListItems(project, sort: "-done", state: "ready", take: 100),
    () => lead.ListItems(project, q: "99", sort: "-title", take: 100),
    () => lead.ListItems(project, state: "reading,ready", sort: "added", take: 100),
];
for (int i = 0; i < 100; i++)
{
    watch.Restart();
    await pages[i % pages.Length]();
    lists.Add(watch.Elapsed.TotalMilliseconds);
}

Console.WriteLine(
    $"{$"list + filter + sort page of {items:n0}, p99 (median)", -52}{Percentile(lists, 0.99), 12:0.0} ms ({Percentile(lists, 0.5):0.0}; goal 100)"
);
List<double> counts = [];
for (int i = 0; i < 20; i++)
{
    watch.Restart();
    await lead.CountItems(project, state: i % 2 == 0 ? null : "ready", q: i % 4 == 3 ? "99" : null);
    counts.Add(watch.Elapsed.TotalMilliseconds);
}

Console.WriteLine(
    $"{$"counts of {items:n0} by every filter, p99 (median)", -52}{Percentile(counts, 0.99), 12:0.0} ms ({Percentile(counts, 0.5):0.0}; goal 100)"
);
watch.Restart();
Overread.Storage.AuditReport audit = StoreAudit.Run(data, fast: false, null, CancellationToken.None);
Console.WriteLine(
    $"{$"audit of {audit.Events:n0} events ({(audit.Intact ? "intact" : "ALTERED")})", -52}{audit.Events / watch.Elapsed.TotalSeconds, 12:n0} events/s"
);
using Process self = Process.GetCurrentProcess();
Console.WriteLine($"{"memory of the process, load generator included", -52}{self.WorkingSet64 / 1048576.0, 12:n0} MiB");
readers.ForEach(r => r.Client.Dispose());
await app.StopAsync();
await app.DisposeAsync();
Directory.Delete(data, recursive: true);
return 0;

// What this machine's cores leave to any server: the load against one that reads a post and answers, and does nothing else.
static async Task<double> HttpAlone(string sessions)
{
    WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
    builder.Logging.ClearProviders();
    string url = $"http://127.0.0.1:{FreePort()}";
    builder.WebHost.UseUrls(url);
    await using WebApplication nothing = builder.Build();
    nothing.MapPost(
        "/api/reads/{read}/events",
        async (HttpRequest request) =>
        {
            await request.Body.CopyToAsync(Stream.Null);
            return Results.Text("""{"revision":1,"state":"open"}""", "application/json");
        }
    );
    await nothing.StartAsync();
    double[] posts = await Saves(url, sessions, 5, 1);
    await nothing.StopAsync();
    return posts[0] / 5;
}

// Whole reads by all readers, one answer and a submission each: what is slow with many reads done shows at the end.
async Task Campaign()
{
    int left = Done;
    List<double> quarters = [];
    object gate = new();
    Stopwatch all = Stopwatch.StartNew();
    double before = 0;
    await Task.WhenAll(
        Enumerable
            .Range(0, Readers)
            .Select(r =>
                Task.Run(async () =>
                {
                    string? read = readers[r].Read;
                    int revision = await Revision(r, read);
                    while (read is not null && Interlocked.Decrement(ref left) >= 0)
                    {
                        await readers[r].Client.AppendReadEvents(read, Whole(read, revision));
                        Read? work = (await readers[r].Client.NextRead(project))?.Read;
                        read = work?.Id;
                        revision = work?.Revision ?? 0;
                        lock (gate)
                        {
                            if (++done % (Done / 4) == 0)
                            {
                                quarters.Add(Done / 4 / (all.Elapsed.TotalSeconds - before));
                                before = all.Elapsed.TotalSeconds;
                            }
                        }
                    }

                    readers[r] = (readers[r].Client, read!);
                })
            )
    );
    Console.WriteLine(
        $"{$"whole reads, first and last quarter of {Done:n0}", -52}{quarters[0], 12:n0} /s {quarters[^1]:n0} /s"
    );
}

async Task<int> Revision(int reader, string read) =>
    (await readers[reader].Client.ShowRead(project, read)).Read.Revision;

static AppendForm Whole(string read, int revision) =>
    new()
    {
        BaseRevision = revision,
        Events =
        [
            new()
            {
                Id = read + "-answer",
                At = "2026-01-01T00:00:00.000Z",
                Type = "AnswerGiven",
                Field = "finding",
                Answer = new() { State = AnswerState.Present },
            },
            new()
            {
                Id = read + "-submit",
                At = "2026-01-01T00:00:00.000Z",
                Type = "ReadSubmitted",
                Seconds = 3.0,
            },
        ],
    };

// The load comes from a process of its own. Its answer: posts, median and 99th percentile in milliseconds.
static async Task<double[]> Saves(string url, string sessions, int seconds, int each)
{
    ProcessStartInfo start = new(
        Environment.ProcessPath!,
        [Environment.GetCommandLineArgs()[0], "saves", url, sessions, $"{seconds}", $"{each}"]
    )
    {
        RedirectStandardOutput = true,
    };
    using Process load = Process.Start(start)!;
    string answer = await load.StandardOutput.ReadToEndAsync();
    await load.WaitForExitAsync();
    return load.ExitCode == 0
        ? [.. answer.Split(' ').Select(w => double.Parse(w, System.Globalization.CultureInfo.InvariantCulture))]
        : throw new InvalidOperationException("The load ended with an error.");
}

static double RawCommits(string path, TimeSpan time)
{
    using SqliteConnection connection = new($"Data Source={path};Pooling=False");
    connection.Open();
    using SqliteCommand command = connection.CreateCommand();
    command.CommandText =
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t(id INTEGER PRIMARY KEY, payload TEXT)";
    command.ExecuteNonQuery();
    command.CommandText = "INSERT INTO t(payload) VALUES ('0123456789012345678901234567890123456789')";
    command.Prepare();
    long rows = 0;
    Stopwatch watch = Stopwatch.StartNew();
    while (watch.Elapsed < time)
    {
        command.ExecuteNonQuery();
        rows++;
    }

    return rows / watch.Elapsed.TotalSeconds;
}

static double Percentile(List<double> values, double share)
{
    List<double> sorted = [.. values.Order()];
    return sorted.Count == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Count - 1, share * sorted.Count)];
}

static int FreePort()
{
    using TcpListener listener = new(IPAddress.Loopback, 0);
    listener.Start();
    return ((IPEndPoint)listener.LocalEndpoint).Port;
}
