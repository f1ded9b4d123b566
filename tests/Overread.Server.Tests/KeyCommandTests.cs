using System.CommandLine;
using Overread.Cli;
using Overread.Client;

namespace Overread.Server.Tests;

/// <summary><c>overread key</c> and <c>overread project keys</c>, as they are typed.</summary>
public class KeyCommandTests
{
    [Fact]
    public async Task A_key_file_is_divided_joined_and_destroyed()
    {
        string folder = Directory.CreateTempSubdirectory("overread-key-files-").FullName;
        try
        {
            string key = Path.Combine(folder, "a.key");
            string again = Path.Combine(folder, "b.key");
            Assert.Equal(0, await Run("key", "new", key));
            Assert.Equal(0, await Run("key", "divide", key, "--shares", "4", "--needed", "3", "--out", folder));
            string[] parts = Directory.GetFiles(folder, "key-*-part-*.txt");
            Assert.Equal(4, parts.Length);
            await Assert.ThrowsAsync<CommandFailedException>(() =>
                Run("key", "join", parts[0], parts[2], "--out", again)
            );
            Assert.False(File.Exists(again));
            Assert.Equal(0, await Run("key", "join", parts[3], parts[0], parts[2], "--out", again));
            Assert.Equal(await File.ReadAllTextAsync(key), await File.ReadAllTextAsync(again));
            await Assert.ThrowsAsync<CommandFailedException>(() => Run("key", "new", key));
            Assert.Equal(0, await Run("key", "destroy", key, "--yes"));
            Assert.False(File.Exists(key));
            await Assert.ThrowsAsync<CommandFailedException>(() => Run("key", "show", key));
            await File.WriteAllTextAsync(key, "no key");
            await Assert.ThrowsAsync<CommandFailedException>(() => Run("key", "show", key));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_projects_key_is_divided_lost_restored_rotated_and_destroyed()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        (OverreadClient steward, _) = await server.Person(project, "steward", "steward");
        string batch = await Gate.Receive(steward, project, [("a.dcm", ScreenImage.Create("ROTH", modality: "CR"))]);
        await Gate.DecideBatch(steward, project, batch, "reject", "Not needed.");
        string token = await server.Admin.Token("read", "write", "admin");
        string[] at = ["--project", project, "--server", server.Url, "--token", token, "--json"];
        string file = Assert.Single(Directory.GetFiles(Path.Combine(server.Data, "vault"), "*.key"));
        string fingerprint = Path.GetFileNameWithoutExtension(file).Split('-')[^1];
        string parts = Path.Combine(server.Data, "parts");
        Assert.Equal(0, await Run(["project", "keys", "divide", "--key", fingerprint, "--out", parts, .. at]));
        string secret = await File.ReadAllTextAsync(file);
        File.Delete(file);
        Assert.Equal(0, await Run(["project", "keys", "restore", .. Directory.GetFiles(parts).Skip(1), .. at]));
        Assert.Equal(secret, await File.ReadAllTextAsync(file));
        Assert.Equal(0, await Run(["project", "keys", "rotate", "--reason", "A custodian left.", .. at]));
        string[] destroy = ["project", "keys", "destroy", "--key", fingerprint, "--reason", "Ended.", "--yes", .. at];
        Assert.Equal(0, await Run(destroy));
        Assert.False(File.Exists(file));
        Assert.Single(Directory.GetFiles(Path.Combine(server.Data, "vault"), "*.key"));
        await Assert.ThrowsAsync<CommandFailedException>(() => Run(destroy));
        Assert.Equal(0, await Run(["project", "keys", "list", .. at]));
    }

    private static Task<int> Run(params string[] arguments)
    {
        RootCommand root = new("test");
        foreach (Command command in CommandList.All())
        {
            root.Subcommands.Add(command);
        }

        return root.Parse(arguments).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }
}
