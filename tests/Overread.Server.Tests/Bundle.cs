using System.Text.Json.Nodes;
using Overread.Cli.Server;
using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>A published release of a test server, its bundle read from the store.</summary>
internal sealed class Bundle
{
    private Bundle(string id, string folder)
    {
        Id = id;
        Folder = folder;
    }

    public string Id { get; }
    public string Folder { get; }

    /// <summary>Publishes and opens; <paramref name="more"/> states more of the release.</summary>
    public static async Task<Bundle> Publish(
        TestServer server,
        string project,
        string version,
        Func<NewRelease, NewRelease>? more = null
    )
    {
        NewRelease form = new() { Name = "test", Version = version };
        JobView job = await server.Admin.PublishRelease(project, more is null ? form : more(form));
        string id = (await server.Admin.WaitForJob<ReleaseResult>(job)).Release;
        string folder = Path.Combine(server.Data, "releases", id);
        Assert.Empty(VerifyCommand.Verify(folder, null).Faults);
        return new Bundle(id, folder);
    }

    /// <summary>The files that hold these words.</summary>
    public string[] FilesWith(string words) =>
        [
            .. Directory
                .EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
                .Where(f => File.ReadAllText(f).Contains(words, StringComparison.Ordinal)),
        ];

    /// <summary>Two readers, one dispute that an adjudicator decides, a release of four items.</summary>
    public static async Task<Bundle> OfCampaign(TestServer server, Func<NewRelease, NewRelease>? more = null)
    {
        string project = await server.Project(2);
        await server.References(project, 4);
        foreach (string name in (string[])["ann", "bob"])
        {
            (OverreadClient reader, _) = await server.Person(project, name, "reader");
            while (
                await TestServer.ReadNext(
                    reader,
                    project,
                    title => name == "bob" && title == "case-0002" ? "absent" : "present"
                )
                    is not null
            ) { }
        }

        (OverreadClient adjudicator, _) = await server.Person(project, "cid", "adjudicator");
        DisputeRow dispute = Assert.Single(await adjudicator.ListDisputes(project, state: "open"));
        await adjudicator.DecideDispute(
            project,
            dispute.Item,
            new()
            {
                Id = "decision-0001",
                Field = "nodule",
                Answer = new() { State = AnswerState.Absent },
                Reason = "No correlate, on the lateral view.",
            }
        );
        return await Publish(server, project, "1.0.0", more);
    }

    public IReadOnlyList<string> Paths =>
        [
            .. Directory
                .EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(Folder, f)),
        ];

    public string Text(string path) => File.ReadAllText(Path.Combine(Folder, path));

    public JsonObject Json(string path) => JsonNode.Parse(Text(path))!.AsObject();

    /// <summary>The rows of any table, by column.</summary>
    public List<Dictionary<string, string>> Rows(string path) =>
        global::Overread.Server.Features.Releases.Bundle.CsvRows.Read(Text(path));

    /// <summary>The rows of a table without quoted cells, by column.</summary>
    public List<Dictionary<string, string>> Table(string path)
    {
        string[] lines = Text(path).TrimEnd('\n').Split('\n');
        string[] names = lines[0].Split(',');
        return [.. lines.Skip(1).Select(l => names.Zip(l.Split(',')).ToDictionary(p => p.First, p => p.Second))];
    }
}
