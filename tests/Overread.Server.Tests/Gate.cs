using System.Text.Json.Nodes;
using Overread.Cli.Server;

namespace Overread.Server.Tests;

/// <summary>Drives the gate over HTTP as a steward would.</summary>
internal static class Gate
{
    /// <summary>Sends files and waits until they lie at the gate; returns the batch.</summary>
    public static async Task<string> Receive(
        ApiClient steward,
        string project,
        IEnumerable<(string Name, byte[] Bytes)> files
    )
    {
        string batch = (await steward.Post($"api/projects/{project}/batches", new { name = "Batch" }))![
            "id"
        ]!.GetValue<string>();
        foreach (((string name, byte[] bytes), int i) in files.Select((f, i) => (f, i)))
        {
            await steward.PatchBytes(
                $"api/projects/{project}/batches/{batch}/uploads/f{i}?offset=0&total={bytes.Length}",
                bytes,
                name
            );
        }

        await steward.Wait((await steward.Post($"api/projects/{project}/batches/{batch}/close"))!);
        return batch;
    }

    public static async Task<JsonArray> Entries(ApiClient steward, string project, string batch) =>
        (await steward.Get($"api/projects/{project}/batches/{batch}"))!["gate"]!.AsArray();

    public static Task<JsonNode?> Entry(ApiClient steward, string project, string batch, string entry) =>
        steward.Get($"api/projects/{project}/batches/{batch}/entries/{entry}");

    /// <summary>Saves boxes, each proposal in a state, with more added.</summary>
    public static Task<JsonNode?> Boxes(
        ApiClient steward,
        string project,
        string batch,
        JsonNode detail,
        string state,
        params JsonNode[] more
    )
    {
        JsonArray boxes = detail["boxes"]!.DeepClone().AsArray();
        foreach (JsonNode? box in boxes)
        {
            box!["state"] = state;
        }

        foreach (JsonNode box in more)
        {
            boxes.Add(box.DeepClone());
        }

        return steward.Put(
            $"api/projects/{project}/batches/{batch}/entries/{detail["id"]}/boxes",
            new { revision = detail["revision"]!.GetValue<int>(), boxes }
        );
    }

    public static Task<JsonNode?> Decide(
        ApiClient steward,
        string project,
        string batch,
        string entry,
        string decision,
        string? reason = null,
        object? seen = null
    ) =>
        steward.Post(
            $"api/projects/{project}/batches/{batch}/entries/{entry}/decision",
            new
            {
                decision,
                reason,
                seen = seen ?? new { },
            }
        );

    /// <summary>Decides the batch and waits for the job; returns its outcome.</summary>
    public static async Task<JsonNode> DecideBatch(
        ApiClient steward,
        string project,
        string batch,
        string decision = "approve",
        string? reason = null
    ) =>
        (
            await steward.Wait(
                (await steward.Post($"api/projects/{project}/batches/{batch}/decision", new { decision, reason }))!
            )
        )["result"]!;

    /// <summary>Blanks or dismisses every proposal and lets everything pass, held heads too, but for what was rejected before.</summary>
    public static async Task<JsonNode> ApproveAll(
        ApiClient steward,
        string project,
        string batch,
        string proposals = "accepted"
    )
    {
        foreach (JsonNode? entry in await Entries(steward, project, batch))
        {
            string id = entry!["id"]!.GetValue<string>();
            if (entry["decision"]?.GetValue<string>() == "reject")
            {
                continue;
            }

            if (entry["undecided"]!.GetValue<int>() > 0)
            {
                await Boxes(steward, project, batch, (await Entry(steward, project, batch, id))!, proposals);
            }

            await Decide(steward, project, batch, id, "approve", "Looked at by a test.");
        }

        return await DecideBatch(steward, project, batch);
    }
}
