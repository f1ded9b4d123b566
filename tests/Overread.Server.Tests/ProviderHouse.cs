using Microsoft.Extensions.DependencyInjection;
using Overread.Domain.Record;
using Overread.Server.Composition;
using Overread.Storage;
using Role = Overread.Domain.Projects.Role;

namespace Overread.Server.Tests;

/// <summary>A server whose people sign in by a hospital's provider.</summary>
internal sealed class ProviderHouse(TestServer server, HospitalProvider provider, string project, HandClock clock)
    : IAsyncDisposable
{
    public TestServer Server => server;
    public HospitalProvider Provider => provider;
    public string Project => project;
    public HandClock Clock => clock;

    public static async Task<ProviderHouse> Open(Func<SignInProvider, SignInProvider>? more = null)
    {
        string url = $"http://127.0.0.1:{TestServer.FreePort()}";
        HospitalProvider provider = await HospitalProvider.Start(url);
        HandClock clock = new();
        string secret = Path.GetTempFileName();
        await File.WriteAllTextAsync(secret, HospitalProvider.Secret + "\n");
        SignInProvider settings = new(provider.Url, HospitalProvider.Client)
        {
            Name = "the hospital",
            SecretFile = secret,
            Scopes = ["profile", "email", "groups"],
            NewAccounts = true,
            Groups =
            [
                new("readers") { Project = "Test", Roles = [Role.Reader] },
                new("leads") { Project = "Test", Roles = [Role.Lead] },
                new("administrators") { Administrator = true },
                new("others"),
            ],
        };
        TestServer server = await TestServer.Start(more: o =>
            o with
            {
                Url = url,
                Time = clock,
                Provider = more is null ? settings : more(settings),
            }
        );
        File.Delete(secret);
        return new(server, provider, await server.Project(1), clock);
    }

    public Browser Browser() => new(server.Url);

    public List<DomainEvent> Events()
    {
        using ReadLease read = server.App.Services.GetRequiredService<IDatabase>().Read();
        return [.. read.Record.Events(new RecordQuery()).Select(e => e.Event)];
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await provider.DisposeAsync();
    }
}
