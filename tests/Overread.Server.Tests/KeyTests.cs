using Overread.Client;
using Overread.Client.Model;
using Overread.Dicom;

namespace Overread.Server.Tests;

/// <summary>The life of a project's key: made, divided, lost and restored, rotated, destroyed.</summary>
public class KeyTests
{
    [Fact]
    public async Task A_lost_key_is_asked_for_and_its_parts_give_the_same_pseudonyms_again()
    {
        await using TestServer server = await TestServer.Start();
        (string project, OverreadClient steward) = await Team(server);
        string before = await Pass(steward, project, Image("ROTH", 1));
        KeyView key = Assert.Single(await server.Admin.ListKeys(project));
        string fingerprint = key.Fingerprint;
        Assert.Equal("current", key.State);
        EscrowView escrow = await server.Admin.EscrowKey(project, fingerprint, new() { Shares = 3, Needed = 2 });
        IReadOnlyList<string> shares = escrow.Shares;
        Assert.Equal(3, shares.Count);

        File.Delete(Assert.Single(Directory.GetFiles(Path.Combine(server.Data, "vault"), "*.key")));
        string batch = await Send(steward, project, Image("ROTH", 2));
        await Fails("key.missing", () => Close(steward, project, batch));
        Assert.Equal("receiving", (await steward.ShowBatch(project, batch)).State);
        Assert.False((await server.Admin.ListKeys(project))[0].InVault);

        await Refused("do not give a key", () => server.Admin.RestoreKey(project, new() { Shares = [shares[2]] }));
        await server.Admin.RestoreKey(project, new() { Shares = [shares[2], shares[0]] });
        await Close(steward, project, batch);
        Assert.Equal(before, await Subject(steward, project, batch));

        string events = await Events(server, project);
        Assert.All(
            (string[])["KeyMade", "KeyEscrowed", "KeyRestored"],
            kind => Assert.Contains(kind, events, StringComparison.Ordinal)
        );
        Assert.DoesNotContain(shares[0].Split('-')[4], events, StringComparison.OrdinalIgnoreCase);
        Assert.Empty((await server.Admin.WaitForJob<AuditResult>(await server.Admin.StartAudit())).Faults);
    }

    [Fact]
    public async Task After_a_rotation_new_data_get_new_pseudonyms_and_duplicates_are_still_known()
    {
        await using TestServer server = await TestServer.Start();
        (string project, OverreadClient steward) = await Team(server);
        string before = await Pass(steward, project, Image("ROTH", 1));
        await Refused("needs a reason", () => server.Admin.RotateKey(project, new() { Reason = " " }));
        IReadOnlyList<KeyView> keys = await server.Admin.RotateKey(project, new() { Reason = "A disk was stolen." });
        Assert.Equal(["current", "retired"], keys.Select(k => k.State));

        string batch = await Send(steward, project, Image("ROTH", 1), Image("ROTH", 2));
        await Close(steward, project, batch);
        Assert.NotEqual(before, await Subject(steward, project, batch));
        ShowGateDetail detail = await steward.ShowBatch(project, batch);
        Assert.Equal("duplicate", Assert.Single(detail.Problems).Kind);
        Assert.Contains(
            $"\"key\":\"{keys[0].Fingerprint}\"",
            (await Events(server, project)).Replace(" ", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_destroyed_key_is_gone_for_good_and_nothing_is_received_until_a_new_one_is_made()
    {
        await using TestServer server = await TestServer.Start();
        (string project, OverreadClient steward) = await Team(server);
        string before = await Pass(steward, project, Image("ROTH", 1));
        string fingerprint = (await server.Admin.ListKeys(project))[0].Fingerprint;
        EscrowView escrow = await server.Admin.EscrowKey(project, fingerprint, new() { Shares = 2, Needed = 2 });
        Task Destroy(string reason) => server.Admin.DestroyKey(project, fingerprint, new() { Reason = reason });
        string open = await Send(steward, project, Image("BERG", 1));
        await Refused("One batch is not decided", () => Destroy("The study has ended."));
        await Close(steward, project, open);
        await Refused("One batch is not decided", () => Destroy("The study has ended."));
        await Gate.DecideBatch(steward, project, open, "reject", "Not needed.");

        await Destroy("The study has ended.");
        Assert.Empty(Directory.GetFiles(Path.Combine(server.Data, "vault")));
        await Refused("was destroyed", () => server.Admin.RestoreKey(project, new() { Shares = escrow.Shares }));
        await Refused("was destroyed", () => Destroy("Again."));
        string batch = await Send(steward, project, Image("ROTH", 2));
        await Fails("key.destroyed", () => Close(steward, project, batch));
        await server.Admin.RotateKey(project, new() { Reason = "A second study." });
        await Close(steward, project, batch);
        Assert.NotEqual(before, await Subject(steward, project, batch));
        Assert.Empty((await server.Admin.WaitForJob<AuditResult>(await server.Admin.StartAudit())).Faults);
    }

    internal static byte[] Image(string patient, int study)
    {
        using DicomFile file = DicomFile.Read(ScreenImage.Create(patient, modality: "CR"));
        file.Dataset.Set(Tags.SopInstanceUid, Vr.UI, $"1.2.3.{patient.Length}.{patient[0] - 'A'}.{study}");
        file.Dataset.Set(Tags.StudyInstanceUid, Vr.UI, $"1.2.4.{patient.Length}.{patient[0] - 'A'}.{study}");
        using MemoryStream stream = new();
        file.Write(stream);
        return stream.ToArray();
    }

    /// <summary>Lets one image through the gate; returns the patient's pseudonym.</summary>
    private static async Task<string> Pass(OverreadClient steward, string project, byte[] image)
    {
        string batch = await Send(steward, project, image);
        await Close(steward, project, batch);
        string subject = await Subject(steward, project, batch);
        await Gate.ApproveAll(steward, project, batch);
        return subject;
    }

    private static async Task<string> Subject(OverreadClient steward, string project, string batch)
    {
        EntryView entry = await Gate.Entry(steward, project, batch);
        return entry.Title.Split(' ')[0];
    }

    private static Task<string> Send(OverreadClient steward, string project, params byte[][] images) =>
        Gate.Send(steward, project, images.Select((image, i) => ($"{i}.dcm", image)));

    private static async Task<IntakeResult> Close(OverreadClient steward, string project, string batch) =>
        await steward.WaitForJob<IntakeResult>(await steward.CloseBatch(project, batch));

    private static async Task Fails(string code, Func<Task> job) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<OverreadProblemException>(job)).Code);

    private static async Task Refused(string words, Func<Task> call)
    {
        OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(call);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    private static async Task<(string Project, OverreadClient Steward)> Team(TestServer server)
    {
        string project = await server.Project(1);
        (OverreadClient steward, _) = await server.Person(project, "steward", "steward");
        return (project, steward);
    }

    private static async Task<string> Events(TestServer server, string project)
    {
        (OverreadClient auditor, _) = await server.Person(project, "auditor", "auditor");
        return await auditor.Raw().GetText($"api/record/events?project={project}&take=1000");
    }
}
