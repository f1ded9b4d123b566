using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>A signature stands for one person, one act and one content (21 CFR 11.50, 11.70, 11.200).</summary>
public class SignatureTests
{
    private const string Lead = "admin@test.example";

    private static Func<SignatureForm?, Task> Publish(OverreadClient lead, string project) =>
        s => lead.PublishProtocol(project, new() { Signature = s });

    private static async Task<string> Drafted(TestServer server)
    {
        string project = await server.Project(1);
        await server.Admin.AskForAll(project);
        await server.Admin.SaveProtocolDraft(project, TestServer.Protocol(2));
        return project;
    }

    [Fact]
    public async Task A_protocol_is_published_with_name_time_and_meaning_and_a_proof_of_the_log()
    {
        await using TestServer server = await TestServer.Start();
        string project = await Drafted(server);
        JsonObject shown = await Signer.Shown(Publish(server.Admin, project));
        Assert.Equal("protocol", (string?)shown["act"]);
        Assert.Equal("Admin", (string?)shown["name"]);
        Assert.Equal(["email", "password"], shown["components"]!.AsArray().Select(c => (string)c!));
        await Publish(server.Admin, project)(Signer.Over(shown, Lead));

        SignatureView signed = Assert.Single(await server.Admin.ListSignatures(project, "protocol/2"));
        Assert.Equal((string?)shown["hash"], signed.Hash);
        Assert.Equal("Admin", signed.Name);
        Assert.StartsWith("Authorship: ", signed.Meaning, StringComparison.Ordinal);
        Assert.Equal(["email", "password"], signed.Components);
        await server.Sealed();
        string proof = System.Text.Encoding.UTF8.GetString(
            await server.Admin.SignatureProof(project, signed.Id).Bytes()
        );
        Assert.Equal(signed.Seq, Ledger.LogProof.Parse(proof).Index);

        // Within the session one component is enough.
        await server.Admin.Redraft(project, 3);
        JsonObject next = await Signer.Shown(Publish(server.Admin, project));
        Assert.Equal(["password"], next["components"]!.AsArray().Select(c => (string)c!));
        await Publish(server.Admin, project)(Signer.Over(next));
        Assert.Equal(["password"], (await server.Admin.ListSignatures(project, "protocol/3"))[0].Components);
    }

    [Fact]
    public async Task What_was_shown_is_signed_once_by_whom_and_in_the_session_it_was_shown_to()
    {
        await using TestServer server = await TestServer.Start();
        string project = await Drafted(server);
        (OverreadClient other, _) = await server.Person(project, "bob", "lead");
        OverreadClient again = server.Client();
        await again.SignIn(Lead);
        Func<SignatureForm?, Task> act = Publish(server.Admin, project);

        JsonObject shown = await Signer.Shown(act);
        await Signer.Refused(
            "signature.wrong",
            () => act(Signer.Over(shown, Lead) with { Password = "not the password" })
        );
        await Signer.Refused("signature.wrong", () => act(Signer.Over(shown, "bob@test.example")));
        await Signer.Refused(
            "signature.session",
            () => Publish(other, project)(Signer.Over(shown, "bob@test.example"))
        );
        shown = await Signer.Shown(act);
        await Signer.Refused("signature.session", () => Publish(again, project)(Signer.Over(shown, Lead)));
        shown = await Signer.Shown(act);
        await Signer.Refused(
            "signature.meaning",
            () => act(Signer.Over(shown, Lead) with { Meaning = "I was there." })
        );

        // Copied to another content: the draft changes between being shown and being signed.
        shown = await Signer.Shown(act);
        await server.Admin.Redraft(project, 3);
        await Signer.Refused("signature.content", () => act(Signer.Over(shown, Lead)));
        Assert.Empty(await server.Admin.ListSignatures(project));

        // Replayed: the same signature over the same content, drafted once more.
        shown = await Signer.Shown(act);
        SignatureForm form = Signer.Over(shown, Lead);
        await act(form);
        await server.Admin.Redraft(project, 3);
        await Signer.Refused("signature.replayed", () => act(form with { Email = null }));
        Assert.Single(await server.Admin.ListSignatures(project));
    }

    [Fact]
    public async Task Neither_a_program_nor_an_ended_session_signs_nor_anybody_what_was_shown_too_long_ago()
    {
        HandClock clock = new();
        await using TestServer server = await TestServer.Start(more: o => o with { Time = clock });
        string project = await Drafted(server);
        string token = await server.Admin.Token("read", "write");
        using OverreadClient program = new(new Uri(server.Url), new() { Token = token });
        await Signer.Refused("signature.person", () => program.PublishProtocol(project));

        Func<SignatureForm?, Task> act = Publish(server.Admin, project);
        JsonObject shown = await Signer.Shown(act);
        clock.Pass(601);
        await Signer.Refused("signature.replayed", () => act(Signer.Over(shown, Lead)));
        shown = await Signer.Shown(act);
        clock.Pass(-60);
        await Signer.Refused("signature.replayed", () => act(Signer.Over(shown, Lead)));

        OverreadClient leaving = server.Client();
        await leaving.SignIn(Lead);
        shown = await Signer.Shown(Publish(leaving, project));
        string cookie = leaving.Cookie;
        await leaving.SignOut();
        using HttpRequestMessage late = new(
            HttpMethod.Post,
            $"{server.Url}/api/projects/{project}/protocols/draft/publish"
        )
        {
            Content = System.Net.Http.Json.JsonContent.Create(new { signature = Signer.Over(shown, Lead) }),
        };
        late.Headers.Add("X-Overread", "1");
        late.Headers.Add("Cookie", cookie);
        using HttpClient http = new(new SocketsHttpHandler { UseCookies = false });
        using HttpResponseMessage answer = await http.SendAsync(late);
        Assert.Contains("session.needed", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        OverreadClient lead = server.Client();
        await lead.SignIn(Lead);
        Assert.Empty(await lead.ListSignatures(project));
    }

    [Fact]
    public async Task Who_has_one_time_codes_signs_first_with_one_that_was_not_used_before()
    {
        await using TestServer server = await TestServer.Start();
        string project = await Drafted(server);
        TotpEnrolment enrolment = await server.Admin.EnrolTotp();
        await server.Admin.ConfirmTotp(new() { Code = Code(enrolment.Secret, 0) });
        Func<SignatureForm?, Task> act = Publish(server.Admin, project);
        JsonObject shown = await Signer.Shown(act);
        Assert.Equal(["password", "totp"], shown["components"]!.AsArray().Select(c => (string)c!));
        await Signer.Refused("signature.wrong", () => act(Signer.Over(shown)));
        await Signer.Refused("signature.wrong", () => act(Signer.Over(shown) with { Code = "000000" }));
        // The code by which the factor was switched on is used up.
        await Signer.Refused(
            "signature.wrong",
            () => act(Signer.Over(shown) with { Code = Code(enrolment.Secret, 0) })
        );
        SignatureForm form = Signer.Over(shown) with { Code = Code(enrolment.Secret, 1) };
        await act(form);
        Assert.Equal(["password", "totp"], (await server.Admin.ListSignatures(project))[0].Components);

        // In a new session the code that was used is worth nothing; the next one is good.
        OverreadClient again = server.Client();
        await again.SignIn(
            new SignInForm
            {
                Email = Lead,
                Password = TestServer.Password,
                Code = Code(enrolment.Secret, 2),
            }
        );
        await again.Redraft(project, 3);
        shown = await Signer.Shown(Publish(again, project));
        await Signer.Refused(
            "signature.wrong",
            () => Publish(again, project)(Signer.Over(shown) with { Code = form.Code })
        );
        await Publish(again, project)(Signer.Over(shown) with { Code = Code(enrolment.Secret, -1) });
    }

    [Fact]
    public async Task Less_is_signed_only_for_a_reason_and_two_people_need_both_signatures_of_a_release()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        Assert.Empty((await server.Admin.ShowSigning(project)).Acts);
        await Signer.Refused(
            "signing.two-people",
            () => server.Admin.SetSigning(project, new() { Acts = [SignedAct.Protocol], TwoPeople = true })
        );
        Assert.True((await server.Admin.AskForAll(project)).TwoPeople);
        PreflightCheck before = (await server.Admin.ReleasePreflight(project)).Checks.Single(c => c.Id == "signatures");
        Assert.Equal(("look", 1L), (before.State, before.Count));
        await Signer.Refused(
            "reason.needed",
            () => server.Admin.SetSigning(project, new() { Acts = [], TwoPeople = false })
        );
        SigningPolicyView less = await server.Admin.SetSigning(
            project,
            new()
            {
                Acts = [SignedAct.Adjudication],
                TwoPeople = false,
                Reason = "A rehearsal.",
            }
        );
        Assert.Equal([SignedAct.Adjudication], less.Acts);
        await server.Admin.SaveProtocolDraft(project, TestServer.Protocol(2));
        await server.Admin.PublishProtocol(project);
        string token = await server.Admin.Token("read", "write");
        using OverreadClient program = new(new Uri(server.Url), new() { Token = token });
        await Signer.Refused(
            "access.person",
            () =>
                program.SetSigning(
                    project,
                    new()
                    {
                        Acts = [],
                        TwoPeople = false,
                        Reason = "Why not.",
                    }
                )
        );
    }

    [Fact]
    public async Task A_batch_is_approved_with_a_signature_over_what_passes_and_the_bundle_holds_items_to_it()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        await server.Admin.SetSigning(project, new() { Acts = [SignedAct.Batch], TwoPeople = false });
        (OverreadClient steward, _) = await server.Person(project, "sam", "steward");
        string batch = await Gate.Receive(steward, project, [("a.dcm", ScreenImage.Create("RONALD", "", frames: 1))]);
        string entry = (await Gate.Entry(steward, project, batch)).Id;
        ImagingEntryDetail detail = await Gate.Images(steward, project, batch, entry);
        await Gate.Boxes(steward, project, batch, detail, "accepted");
        await Gate.Decide(steward, project, batch, entry, "approve", "Looked at by a test.");
        JsonObject shown = await Signer.Shown(s =>
            steward.DecideBatch(project, batch, new() { Decision = "approve", Signature = s })
        );
        Assert.Equal("batch/" + batch, (string?)shown["subject"]);

        // What is signed is what is there: another word about the entry, and the signature is over nothing.
        await Gate.Boxes(steward, project, batch, await Gate.Images(steward, project, batch, entry), "dismissed");
        await Gate.Decide(steward, project, batch, entry, "approve", "Looked at by a test.");
        await Signer.Refused(
            "signature.content",
            () =>
                steward.DecideBatch(
                    project,
                    batch,
                    new() { Decision = "approve", Signature = Signer.Over(shown, "sam@test.example") }
                )
        );
        await Gate.Decide(steward, project, batch, entry, "approve", "Looked at by a test.");
        JobView? job = null;
        await Signer.Sign(
            "sam@test.example",
            async s => job = await steward.DecideBatch(project, batch, new() { Decision = "approve", Signature = s })
        );
        Assert.Equal(1, (await steward.WaitForJob<GateOutcome>(job!)).Approved);
        Assert.Single(await steward.ListSignatures(project, "batch/" + batch));

        (OverreadClient reader, _) = await server.Person(project, "ann", "reader");
        Assert.NotNull(await TestServer.ReadNext(reader, project, _ => "present"));
        Bundle bundle = await Bundle.Publish(server, project, "1.0.0");
        Assert.Equal("batch", Assert.Single(Cli.Server.VerifyCommand.Verify(bundle.Folder, null).Signatures).Act);
        File.Delete(Path.Combine(bundle.Folder, Ledger.Bundles.BundleManifest.SignaturesName));
        Assert.Contains(
            Cli.Server.VerifyCommand.Verify(bundle.Folder, null).Faults,
            f => f.What.Contains("passed the gate without a signature over its batch", StringComparison.Ordinal)
        );
    }

    // RFC 6238 with the usual 30 s and six digits, some steps from now.
    private static string Code(string secret, int steps)
    {
        const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        List<byte> key = [];
        int bits = 0;
        int held = 0;
        foreach (char c in secret.TrimEnd('='))
        {
            held = (held << 5) | Digits.IndexOf(c, StringComparison.Ordinal);
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                key.Add((byte)(held >> bits));
                held &= (1 << bits) - 1;
            }
        }

        byte[] counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(
            counter,
            (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30) + steps
        );
#pragma warning disable CA5350 // RFC 6238's default, which authenticators have.
        byte[] mac = HMACSHA1.HashData(key.ToArray(), counter);
#pragma warning restore CA5350
        int number = BinaryPrimitives.ReadInt32BigEndian(mac.AsSpan(mac[^1] & 15)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);
    }
}
