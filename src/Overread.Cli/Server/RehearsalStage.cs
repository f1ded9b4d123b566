using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Overread.Client;
using Overread.Client.Model;
using Overread.Server.Composition;

namespace Overread.Cli.Server;

/// <summary>The server a rehearsal plays on: one given, or a fresh one of its own.</summary>
internal sealed class RehearsalStage : IAsyncDisposable
{
    private WebApplication? _app;
    private bool _temporary;

    public required string Server { get; init; }

    /// <summary>Signed in as somebody who may make accounts and open projects.</summary>
    public required OverreadClient Lead { get; init; }

    /// <summary>Where the bundle goes when nobody says otherwise.</summary>
    public required string Folder { get; init; }

    /// <summary>Made up for this run, and for its accounts alone.</summary>
    public string Password { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(12));

    public static async Task<RehearsalStage> Open(string? server, string? token, string? data, CancellationToken cancel)
    {
        if (server is not null)
        {
            return new()
            {
                Server = server,
                Lead = ServerRun.Client(
                    server,
                    token
                        ?? throw new CommandFailedException(
                            "A rehearsal on a running server needs a token with the scopes read, write and admin."
                        )
                ),
                Folder = data ?? Directory.GetCurrentDirectory(),
            };
        }

        string folder = data ?? Directory.CreateTempSubdirectory("overread-rehearsal-").FullName;
        string url = $"http://127.0.0.1:{FreePort()}";
        // One account plays as fast as the machine goes here, and reads years of work: the pace that keeps others served is off.
        WebApplication app = OverreadHost.Build(
            new ServeOptions(folder, url) { Notice = Console.Error.WriteLine, RequestsPerSecond = 1_000_000 }
        );
        await app.StartAsync(cancel);
        OverreadClient lead = ServerRun.Client(url);
        RehearsalStage stage = new()
        {
            Server = url,
            Lead = lead,
            Folder = folder,
            _app = app,
            _temporary = data is null,
        };
        if (!(await lead.ShowSession(cancel)).NeedsSetup)
        {
            throw new CommandFailedException(
                $"The folder {folder} has a server's data already; a fresh rehearsal wants an empty one."
            );
        }

        await lead.SetUp(
            new()
            {
                Name = "Rehearsal lead",
                Email = "lead@rehearsal.example",
                Password = stage.Password,
            },
            cancel
        );
        return stage;
    }

    /// <summary>Makes an account that belongs to the rehearsal.</summary>
    public Task<PersonRow> Register(string name, string email, CancellationToken cancel) =>
        Lead.RegisterPerson(
            new()
            {
                Name = name,
                Email = email,
                Password = Password,
                // Made up here, and nobody but this command signs in with it.
            },
            cancel
        );

    /// <summary>A client that one of the rehearsal's accounts is signed in with; the caller disposes of it.</summary>
    public async Task<OverreadClient> SignedIn(string email, CancellationToken cancel)
    {
        OverreadClient client = ServerRun.Client(Server);
        await client.SignIn(new() { Email = email, Password = Password }, cancel);
        return client;
    }

    /// <summary>Item id → title, of all items of a project.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Titles(string project, CancellationToken cancel)
    {
        Dictionary<string, string> names = [];
        string? after = null;
        do
        {
            ListItemsPage page = await Lead.ListItems(project, after: after, take: 1000, cancel: cancel);
            foreach (ItemRow row in page.Rows)
            {
                names[row.Id] = row.Title;
            }

            after = page.Next;
        } while (after is not null);
        return names;
    }

    public async ValueTask DisposeAsync()
    {
        Lead.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        // A temporary store goes; its bundle was moved out of it.
        if (_temporary && Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    /// <summary>True when the store is thrown away afterwards, so that a bundle has to be kept elsewhere.</summary>
    public bool IsTemporary => _temporary;

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
