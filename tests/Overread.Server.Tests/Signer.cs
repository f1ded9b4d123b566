using System.Text.Json;
using System.Text.Json.Nodes;
using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>Signs as the workbench does: sends it unsigned, is shown what is to be signed, sends it again signed.</summary>
internal static class Signer
{
    /// <summary>What the server shows somebody who sends an act without its signature.</summary>
    public static async Task<JsonObject> Shown(Func<SignatureForm?, Task> act)
    {
        OverreadProblemException needed = await Assert.ThrowsAsync<OverreadProblemException>(() => act(null));
        Assert.Equal("signature.needed", needed.Code);
        return needed.Details!;
    }

    /// <summary>A signature over what was shown.</summary>
    public static SignatureForm Over(JsonObject shown, string email = "") =>
        new()
        {
            Challenge = (string)shown["challenge"]!,
            Meaning = (string)shown["meaning"]!,
            Password = TestServer.Password,
            Email = email.Length > 0 ? email : null,
        };

    /// <summary>Does and signs it.</summary>
    /// <param name="email">The signer's address; only the session's first signature needs it.</param>
    public static async Task Sign(string email, Func<SignatureForm?, Task> act) =>
        await act(Over(await Shown(act), email));

    /// <summary>Every act signed, two people for a release.</summary>
    public static Task<SigningPolicyView> AskForAll(this OverreadClient lead, string project) =>
        lead.SetSigning(
            project,
            new()
            {
                Acts =
                [
                    SignedAct.Protocol,
                    SignedAct.Batch,
                    SignedAct.Adjudication,
                    SignedAct.ReleaseApproval,
                    SignedAct.ReleasePublication,
                ],
                TwoPeople = true,
            }
        );

    /// <summary>Makes the draft one for so many readers, whatever it is now.</summary>
    public static Task<ProtocolView> Redraft(this OverreadClient lead, string project, int readers) =>
        lead.ImportProtocol(
            project,
            JsonSerializer.Serialize(TestServer.Protocol(readers), OverreadClient.JsonOptions),
            "application/json"
        );

    /// <summary>Expects a refusal.</summary>
    public static async Task Refused(string code, Func<Task> act) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<OverreadProblemException>(act)).Code);
}
