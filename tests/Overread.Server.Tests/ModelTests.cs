using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Overread.Client;
using Overread.Client.Model;
using Overread.Storage;

namespace Overread.Server.Tests;

/// <summary>The register of models, and what is taken in of them.</summary>
public class ModelTests
{
    [Fact]
    public async Task A_model_is_registered_approved_by_a_person_and_retired_and_the_record_says_so()
    {
        await using TestServer server = await TestServer.Start();
        string project = await ModelPlay.Project(server, 1);
        ModelView model = await server.Admin.RegisterModel(project, ModelPlay.Form());
        Assert.Equal("waiting", model.State);
        Assert.Equal(("model.known", 409), await Refused(() => server.Admin.RegisterModel(project, ModelPlay.Form())));
        ModelForm odd = ModelPlay.Form(version: "2.0") with { Sha256 = "abc" };
        Assert.Equal(("model.form", 422), await Refused(() => server.Admin.RegisterModel(project, odd)));
        ModelForm trained = ModelPlay.Form(version: "2.0");
        trained = trained with { Card = trained.Card with { TrainingRelease = "none:1.0.0" } };
        Assert.Equal(("model.release", 422), await Refused(() => server.Admin.RegisterModel(project, trained)));
        ModelView asked = await server.Admin.RegisterModel(
            project,
            ModelPlay.Form("far") with
            {
                Sha256 = null,
                Endpoint = "https://models.example.org/far",
            }
        );
        // SHA-256 of the address's bytes, by sha256sum.
        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("https://models.example.org/far"u8)),
            asked.Model.Sha256
        );

        ModelApprovalForm approval = new() { ProtocolVersion = 1, Reason = "Tried on 50 items." };
        using OverreadClient program = new(
            new Uri(server.Url),
            new() { Token = await server.Admin.Token("read", "write") }
        );
        Assert.Equal(
            ("access.person", 403),
            await Refused(() => program.ApproveModel(project, model.Model.Id, approval))
        );
        Assert.Equal(
            ("protocol.unknown", 404),
            await Refused(() =>
                server.Admin.ApproveModel(project, model.Model.Id, approval with { ProtocolVersion = 7 })
            )
        );
        model = await server.Admin.ApproveModel(project, model.Model.Id, approval);
        Assert.Equal(("approved", true), (model.State, model.Current));
        Assert.Equal("Tried on 50 items.", Assert.Single(model.Approvals).Reason);

        // A later protocol version needs an approval of its own.
        await server.Admin.Publish(project, ModelPlay.Protocol(2));
        Assert.False((await server.Admin.ListModels(project))[0].Current);
        model = await server.Admin.RetireModel(project, model.Model.Id, new() { Reason = "Replaced." });
        Assert.Equal(("retired", "Replaced."), (model.State, model.RetiredReason));
        Assert.Equal(
            ("model.retired", 409),
            await Refused(() =>
                server.Admin.ApproveModel(project, model.Model.Id, approval with { ProtocolVersion = 2 })
            )
        );
        string[] said = [.. (await server.Events(project)).Select(e => e.Summary)];
        Assert.Contains(said, s => s.EndsWith("registered the model net 1.0", StringComparison.Ordinal));
        Assert.Contains(
            said,
            s => s.EndsWith("approved a model for protocol version 1 (Tried on 50 items.)", StringComparison.Ordinal)
        );
        Assert.Contains(said, s => s.EndsWith("took a model out of use (Replaced.)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_line_that_does_not_fit_is_named_and_nothing_is_half_saved()
    {
        await using TestServer server = await TestServer.Start();
        string project = await ModelPlay.Project(server, 3);
        await ModelPlay.Approved(server, project);
        await server.Admin.RegisterModel(project, ModelPlay.Form(version: "2.0"));
        string sent =
            ModelPlay.Line("case-0000", "nodule", "present", 0.9) // 1: fits
            + "no json\n" // 2
            + ModelPlay.Line("case-0009", "nodule", "present") // 3
            + ModelPlay.Line("case-0000", "mass", "present") // 4
            + ModelPlay.Line("case-0000", "grade", "enormous") // 5
            + ModelPlay.Line("case-0000", "size", "large") // 6
            + ModelPlay.Line("case-0001", "nodule", true, 1.5) // 7
            + "\n" // 8: blank
            + ModelPlay.Line("case-0001", "nodule", false, version: "3.0") // 9: unknown
            + ModelPlay.Line("case-0001", "nodule", false, version: "2.0") // 10: not approved
            + ModelPlay.Line("case-0000", "nodule", "absent") // 11: said by line 1
            + """{"item":"case-0000","field":"note","model":"net","version":"1.0"}"""; // 12
        OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            server.Admin.UploadSuggestions(project, sent)
        );
        Assert.Equal(("suggestions.lines", 422), (refused.Code, refused.Status));
        JsonArray faults = refused.Details!["faults"]!.AsArray();
        Assert.Equal(
            "2 , 3 item, 4 field, 5 value, 6 value, 7 score, 9 model, 10 model, 11 field, 12 value",
            string.Join(", ", faults.Select(f => $"{(int)f!["line"]!} {(string)f["member"]!}"))
        );
        Assert.Contains("is not approved for protocol version 1", (string)faults[7]!["message"]!);
        Assert.All(await server.Admin.ListModels(project), m => Assert.Equal(0, m.Suggestions));
        Assert.DoesNotContain(await server.Events(project), e => e.Type == "SuggestionsMade");
        Assert.Equal(("suggestions.empty", 422), await Refused(() => server.Admin.UploadSuggestions(project, "\n \n")));
    }

    [Fact]
    public async Task A_file_in_another_encoding_is_refused_with_the_line_and_not_read_with_question_marks()
    {
        await using TestServer server = await TestServer.Start();
        string project = await ModelPlay.Project(server, 1);
        await ModelPlay.Approved(server, project);
        using HttpClient http = new() { BaseAddress = new Uri(server.Url) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", await server.Admin.Token("suggest"));
        string lines =
            ModelPlay.Line("case-0000", "nodule", "present")
            + """{"item":"case-0000","field":"note","model":"net","version":"1.0","value":"Schädel"}""";
        using HttpResponseMessage refused = await http.PostAsync(
            $"/api/projects/{project}/suggestions",
            new ByteArrayContent(Encoding.Latin1.GetBytes(lines))
            {
                Headers = { ContentType = new("application/x-ndjson") },
            }
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        JsonNode told = JsonNode.Parse(await refused.Content.ReadAsStringAsync())!;
        Assert.Equal("suggestions.lines", (string?)told["code"]);
        Assert.Contains("Line 2: this is no UTF-8.", told.ToJsonString());
        Assert.All(await server.Admin.ListModels(project), m => Assert.Equal(0, m.Suggestions));
    }

    [Fact]
    public async Task A_program_with_the_right_to_suggest_may_do_that_and_nothing_else_and_a_newer_answer_takes_the_place()
    {
        await using TestServer server = await TestServer.Start();
        string project = await ModelPlay.Project(server, 2);
        await ModelPlay.Approved(server, project);
        using OverreadClient program = new(new Uri(server.Url), new() { Token = await server.Admin.Token("suggest") });
        SuggestionsTaken taken = await program.UploadSuggestions(
            project,
            ModelPlay.Line("case-0000", "nodule", "present", 0.9) + ModelPlay.Line("case-0001", "size", 12.5)
        );
        Assert.Equal((2, 2), (taken.Suggestions, taken.Items));
        Assert.Equal(("access.scope", 403), await Refused(() => program.ListModels(project)));
        Assert.Equal(
            ("access.scope", 403),
            await Refused(() => program.RegisterModel(project, ModelPlay.Form(version: "9")))
        );
        await program.UploadSuggestions(project, ModelPlay.Line("case-0000", "nodule", "absent", 0.2));
        ModelView model = Assert.Single(await server.Admin.ListModels(project));
        Assert.Equal((2, 2), (model.Suggestions, model.Items));
        IDatabase database = server.App.Services.GetRequiredService<IDatabase>();
        await database.RebuildProjections();
        Assert.Empty((await database.Audit()).Faults);
        Assert.Equal(2, Assert.Single(await server.Admin.ListModels(project)).Suggestions);
    }

    private static async Task<(string Code, int Status)> Refused(Func<Task> work)
    {
        OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(work);
        return (refused.Code, refused.Status);
    }
}
