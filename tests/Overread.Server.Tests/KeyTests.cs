using System.Text.Json.Nodes;
using Overread.Cli;
using Overread.Cli.Server;
using Overread.Dicom;

namespace Overread.Server.Tests;

/// <summary>The life of a project's key: made, divided, lost and restored, rotated, destroyed.</summary>
public class KeyTests
{
    [Fact]
    public async Task A_lost_key_is_asked_for_and_its_parts_give_the_same_pseudonyms_again()
    {
        await using TestServer server = await TestServer.Start();
        (string project, ApiClient steward) = await Team(server);
        string before = await Pass(steward, project, Image("ROTH", 1));
        JsonNode key = Assert.Single((await Keys(server, project)).AsArray())!;
        string fingerprint = key["fingerprint"]!.GetValue<string>();
        Assert.Equal("current", key["state"]!.GetValue<string>());
        JsonNode escrow = (
            await server.Admin.Post($"api/projects/{project}/keys/{fingerprint}/escrow", new { shares = 3, needed = 2 })
        )!;
        string[] shares = [.. escrow["shares"]!.AsArray().Select(s => s!.GetValue<string>())];
        Assert.Equal(3, shares.Length);

        File.Delete(Assert.Single(Directory.GetFiles(Path.Combine(server.Data, "vault"))));
        string batch = await Send(steward, project, Image("ROTH", 2));
        JsonNode failed = await Close(steward, project, batch);
        Assert.Equal("key.missing", failed["problem"]!["code"]!.GetValue<string>());
        Assert.Equal("receiving", await State(steward, project, batch));
        Assert.False((await Keys(server, project))[0]!["inVault"]!.GetValue<bool>());

        await Refused(
            "do not give a key",
            server,
            $"api/projects/{project}/keys/restore",
            new { shares = new[] { shares[2] } }
        );
        await server.Admin.Post(
            $"api/projects/{project}/keys/restore",
            new { shares = new[] { shares[2], shares[0] } }
        );
        Assert.Equal("done", (await Close(steward, project, batch))["state"]!.GetValue<string>());
        Assert.Equal(before, await Subject(steward, project, batch));

        string events = await Events(server, project);
        Assert.All(
            (string[])["KeyMade", "KeyEscrowed", "KeyRestored"],
            kind => Assert.Contains(kind, events, StringComparison.Ordinal)
        );
        Assert.DoesNotContain(shares[0].Split('-')[4], events, StringComparison.OrdinalIgnoreCase);
        JsonNode audit = await server.Admin.Wait((await server.Admin.Post("api/record/audit"))!);
        Assert.Equal("done", audit["state"]!.GetValue<string>());
        Assert.Empty(audit["result"]!["faults"]!.AsArray());
    }

    [Fact]
    public async Task After_a_rotation_new_data_get_new_pseudonyms_and_duplicates_are_still_known()
    {
        await using TestServer server = await TestServer.Start();
        (string project, ApiClient steward) = await Team(server);
        string before = await Pass(steward, project, Image("ROTH", 1));
        await Refused("needs a reason", server, $"api/projects/{project}/keys/rotate", new { reason = " " });
        JsonNode keys = (
            await server.Admin.Post($"api/projects/{project}/keys/rotate", new { reason = "A disk was stolen." })
        )!;
        Assert.Equal(["current", "retired"], keys.AsArray().Select(k => k!["state"]!.GetValue<string>()));

        string batch = await Send(steward, project, Image("ROTH", 1), Image("ROTH", 2));
        await Close(steward, project, batch);
        Assert.NotEqual(before, await Subject(steward, project, batch));
        JsonNode detail = (await steward.Get($"api/projects/{project}/batches/{batch}"))!;
        Assert.Equal("duplicate", Assert.Single(detail["problems"]!.AsArray())!["kind"]!.GetValue<string>());
        Assert.Contains(
            $"\"key\":\"{keys[0]!["fingerprint"]}\"",
            (await Events(server, project)).Replace(" ", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_destroyed_key_is_gone_for_good_and_nothing_is_received_until_a_new_one_is_made()
    {
        await using TestServer server = await TestServer.Start();
        (string project, ApiClient steward) = await Team(server);
        string before = await Pass(steward, project, Image("ROTH", 1));
        string fingerprint = (await Keys(server, project))[0]!["fingerprint"]!.GetValue<string>();
        JsonNode escrow = (
            await server.Admin.Post($"api/projects/{project}/keys/{fingerprint}/escrow", new { shares = 2, needed = 2 })
        )!;
        string address = $"api/projects/{project}/keys/{fingerprint}/destroy";
        string open = await Send(steward, project, Image("BERG", 1));
        await Refused("One batch is not decided", server, address, new { reason = "The study has ended." });
        await Close(steward, project, open);
        await Refused("One batch is not decided", server, address, new { reason = "The study has ended." });
        await Gate.DecideBatch(steward, project, open, "reject", "Not needed.");

        await server.Admin.Post(address, new { reason = "The study has ended." });
        Assert.Empty(Directory.GetFiles(Path.Combine(server.Data, "vault")));
        await Refused(
            "was destroyed",
            server,
            $"api/projects/{project}/keys/restore",
            new { shares = escrow["shares"] }
        );
        await Refused("was destroyed", server, address, new { reason = "Again." });
        string batch = await Send(steward, project, Image("ROTH", 2));
        Assert.Equal("key.destroyed", (await Close(steward, project, batch))["problem"]!["code"]!.GetValue<string>());
        await server.Admin.Post($"api/projects/{project}/keys/rotate", new { reason = "A second study." });
        await Close(steward, project, batch);
        Assert.NotEqual(before, await Subject(steward, project, batch));
        JsonNode audit = await server.Admin.Wait((await server.Admin.Post("api/record/audit"))!);
        Assert.Equal("done", audit["state"]!.GetValue<string>());
        Assert.Empty(audit["result"]!["faults"]!.AsArray());
    }

    private static byte[] Image(string patient, int study)
    {
        using DicomFile file = DicomFile.Read(ScreenImage.Create(patient, modality: "CR"));
        file.Dataset.Set(Tags.SopInstanceUid, Vr.UI, $"1.2.3.{patient.Length}.{patient[0] - 'A'}.{study}");
        file.Dataset.Set(Tags.StudyInstanceUid, Vr.UI, $"1.2.4.{patient.Length}.{patient[0] - 'A'}.{study}");
        using MemoryStream stream = new();
        file.Write(stream);
        return stream.ToArray();
    }

    /// <summary>Lets one image through the gate; returns the patient's pseudonym.</summary>
    private static async Task<string> Pass(ApiClient steward, string project, byte[] image)
    {
        string batch = await Send(steward, project, image);
        await Close(steward, project, batch);
        string subject = await Subject(steward, project, batch);
        await Gate.ApproveAll(steward, project, batch);
        return subject;
    }

    private static async Task<string> Subject(ApiClient steward, string project, string batch)
    {
        JsonNode entry = Assert.Single(await Gate.Entries(steward, project, batch))!;
        return entry["title"]!.GetValue<string>().Split(' ')[0];
    }

    private static async Task<string> Send(ApiClient steward, string project, params byte[][] images)
    {
        string batch = (await steward.Post($"api/projects/{project}/batches", new { name = "B" }))![
            "id"
        ]!.GetValue<string>();
        for (int i = 0; i < images.Length; i++)
        {
            await steward.PatchBytes(
                $"api/projects/{project}/batches/{batch}/uploads/f{i}?offset=0&total={images[i].Length}",
                images[i],
                $"{i}.dcm"
            );
        }

        return batch;
    }

    /// <summary>Closes a batch and waits for its job, whether or not that goes well.</summary>
    private static async Task<JsonNode> Close(ApiClient steward, string project, string batch)
    {
        JsonNode job = (await steward.Post($"api/projects/{project}/batches/{batch}/close"))!;
        while (job["state"]!.GetValue<string>() is "waiting" or "running")
        {
            await Task.Delay(30);
            job = (await steward.Get($"api/jobs/{job["id"]}"))!;
        }

        return job;
    }

    private static async Task<string> State(ApiClient steward, string project, string batch) =>
        (await steward.Get($"api/projects/{project}/batches/{batch}"))!["state"]!.GetValue<string>();

    private static async Task<JsonNode> Keys(TestServer server, string project) =>
        (await server.Admin.Get($"api/projects/{project}/keys"))!;

    private static async Task Refused(string words, TestServer server, string address, object form)
    {
        CommandFailedException refused = await Assert.ThrowsAsync<CommandFailedException>(() =>
            server.Admin.Post(address, form)
        );
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    private static async Task<(string Project, ApiClient Steward)> Team(TestServer server)
    {
        string project = await server.Project(1);
        (ApiClient steward, _) = await server.Person(project, "steward", "steward");
        return (project, steward);
    }

    private static async Task<string> Events(TestServer server, string project)
    {
        (ApiClient auditor, _) = await server.Person(project, "auditor", "auditor");
        return await auditor.GetText($"api/record/events?project={project}&take=1000");
    }
}
