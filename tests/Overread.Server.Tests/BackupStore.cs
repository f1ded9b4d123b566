using System.CommandLine;
using Microsoft.Data.Sqlite;
using Overread.Cli;
using Overread.Client;
using Overread.Client.Model;
using Overread.Server.Composition.Backup;

namespace Overread.Server.Tests;

/// <summary>A store with something of every kind in it, and folders for its backups.</summary>
internal sealed class BackupStore : IAsyncDisposable
{
    public const string Passphrase = "correct horse battery staple";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("overread-backup-test-");

    private BackupStore(TestServer server, string project)
    {
        Server = server;
        Project = project;
    }

    public TestServer Server { get; }
    public string Project { get; }
    public string Dest => At("dest");
    public string Keys => At("keys");
    public KeySource Live => new(Server.Data, null);
    public KeySource Archive => new(Keys, Passphrase);

    /// <summary>A path in a folder of the test's own.</summary>
    public string At(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>A running server: an administrator who leads and stewards, a reader, an image that passed the gate, one that waits.</summary>
    public static async Task<BackupStore> Start()
    {
        TestServer server = await TestServer.Start();
        string project = await server.Project(1, "lung-nodule");
        string me = (await server.Admin.ShowSession()).Person!.Id;
        await server.Admin.SetMember(project, me, new() { Roles = ["lead", "steward"] });
        string batch = await Gate.Receive(server.Admin, project, [("a.dcm", KeyTests.Image("ROTH", 1))]);
        await Gate.ApproveAll(server.Admin, project, batch);
        await Gate.Receive(server.Admin, project, [("b.dcm", KeyTests.Image("GRUEN", 2))]);
        return new BackupStore(server, project);
    }

    public BackupReport Backup(int? keep = null, Action<string>? step = null) =>
        StoreBackup.Run(
            new BackupRequest(Server.Data, Dest, "tester")
            {
                Keys = Keys,
                Passphrase = Passphrase,
                Keep = keep,
                Step = step,
            },
            null,
            CancellationToken.None
        );

    public RestoreReport Restore(string name, string? backup = null) =>
        StoreRestore.Run(
            new RestoreRequest(Dest, At(name), Archive, "tester") { Backup = backup },
            null,
            CancellationToken.None
        );

    /// <summary>Runs the tool as it is typed.</summary>
    public static Task<int> Run(params string[] arguments)
    {
        RootCommand root = new("test");
        foreach (Command command in CommandList.All())
        {
            root.Subcommands.Add(command);
        }

        return root.Parse(arguments).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    /// <summary>Waits until the server's record has an event of a type.</summary>
    public async Task<RecordEvent> Event(string type)
    {
        for (int i = 0; i < 300; i++)
        {
            if ((await Server.Admin.ListEvents(type: type, take: 1)).Events is [var found, ..])
            {
                return found;
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"The record has no {type}.");
    }

    /// <summary>Every event's id in a database at rest.</summary>
    public static HashSet<string> Events(string data)
    {
        using SqliteConnection connection = new($"Data Source={data}/overread.db;Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT id FROM event";
        using SqliteDataReader reader = command.ExecuteReader();
        HashSet<string> ids = [];
        while (reader.Read())
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
