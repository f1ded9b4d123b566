using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>Calls that many tests make.</summary>
internal static class ClientCalls
{
    public static Task<SessionView> SignIn(this OverreadClient client, string email) =>
        client.SignIn(new SignInForm { Email = email, Password = TestServer.Password });

    /// <summary>Makes the first account, which stays signed in.</summary>
    public static Task<SessionView> SetUp(this OverreadClient client) =>
        client.SetUp(
            new SetupForm
            {
                Name = "Admin",
                Email = "admin@test.example",
                Password = TestServer.Password,
            }
        );

    /// <summary>Makes an account whose sign-in is NAME@test.example; returns its id.</summary>
    public static async Task<string> Register(this OverreadClient admin, string name, bool administrator = false) =>
        (
            await admin.RegisterPerson(
                new()
                {
                    Name = name,
                    Email = $"{name}@test.example",
                    Password = TestServer.Password,
                    Administrator = administrator,
                }
            )
        ).Id;

    /// <summary>Makes a protocol the project's next version.</summary>
    public static async Task Publish(this OverreadClient lead, string project, ProtocolBody protocol)
    {
        await lead.SaveProtocolDraft(project, protocol);
        await lead.PublishProtocol(project);
    }

    /// <summary>Issues a token and returns its secret.</summary>
    public static async Task<string> Token(this OverreadClient person, params string[] scopes) =>
        (
            await person.IssueToken(
                new()
                {
                    Name = "t",
                    Scopes = scopes,
                    ExpiresInDays = 1,
                }
            )
        ).Token!;

    /// <summary>The id of the one project there is.</summary>
    public static async Task<string> OnlyProject(this OverreadClient client) =>
        Assert.Single(await client.ListProjects()).Id;

    public static Task Withdraw(this OverreadClient lead, string project, string item, string reason) =>
        lead.ChangeItems(
            project,
            new()
            {
                Items = [item],
                Action = "withdraw",
                Reason = reason,
            }
        );

    /// <summary>All bytes of a file.</summary>
    public static async Task<byte[]> Bytes(this Task<Stream> answer)
    {
        await using Stream stream = await answer;
        using MemoryStream bytes = new();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    /// <summary>The same session without types.</summary>
    public static RawApi Raw(this OverreadClient session) => new(session);
}
