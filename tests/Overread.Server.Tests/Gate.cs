using System.Text.Json;
using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>Drives the gate over HTTP as a steward would.</summary>
internal static class Gate
{
    /// <summary>Sends files and waits until they lie at the gate; returns the batch.</summary>
    public static async Task<string> Receive(
        OverreadClient steward,
        string project,
        IEnumerable<(string Name, byte[] Bytes)> files
    )
    {
        string batch = await Send(steward, project, files);
        await steward.WaitForJob<IntakeResult>(await steward.CloseBatch(project, batch));
        return batch;
    }

    /// <summary>Sends files and leaves the batch open; returns it.</summary>
    public static async Task<string> Send(
        OverreadClient steward,
        string project,
        IEnumerable<(string Name, byte[] Bytes)> files
    )
    {
        string batch = (await steward.OpenBatch(project, new() { Name = "Batch" })).Id;
        foreach (((string name, byte[] bytes), int i) in files.Select((f, i) => (f, i)))
        {
            using MemoryStream file = new(bytes);
            await steward.UploadFile(project, batch, $"f{i}", name, file);
        }

        return batch;
    }

    public static async Task<IReadOnlyList<EntryView>> Entries(OverreadClient steward, string project, string batch) =>
        (await steward.ShowBatch(project, batch)).Gate;

    /// <summary>The one entry of a batch.</summary>
    public static async Task<EntryView> Entry(OverreadClient steward, string project, string batch) =>
        Assert.Single(await Entries(steward, project, batch));

    public static async Task<ImagingEntryDetail> Images(
        OverreadClient steward,
        string project,
        string batch,
        string entry
    ) => Assert.IsType<ImagingEntryDetail>(await steward.ShowEntry(project, batch, entry));

    public static async Task<TextEntryDetail> Text(
        OverreadClient steward,
        string project,
        string batch,
        string entry
    ) => Assert.IsType<TextEntryDetail>(await steward.ShowEntry(project, batch, entry));

    /// <summary>Saves boxes, each proposal in a state, with more added.</summary>
    public static Task<MarkBoxesSaved> Boxes(
        OverreadClient steward,
        string project,
        string batch,
        ImagingEntryDetail detail,
        string state,
        params GateBox[] more
    ) =>
        steward.MarkBoxes(
            project,
            batch,
            detail.Id!,
            new()
            {
                Revision = detail.Revision,
                Boxes =
                [
                    .. detail.Boxes.Select(b =>
                        b with
                        {
                            State = state,
                            Reason = state == "dismissed" && b.OfHeader == true ? "A test says so." : null,
                        }
                    ),
                    .. more,
                ],
            }
        );

    public static Task<EntryDetail> Decide(
        OverreadClient steward,
        string project,
        string batch,
        string entry,
        string decision,
        string? reason = null,
        IReadOnlyDictionary<string, IReadOnlyList<int>>? seen = null
    ) =>
        steward.DecideEntry(
            project,
            batch,
            entry,
            new()
            {
                Decision = decision,
                Reason = reason,
                Seen = seen ?? new Dictionary<string, IReadOnlyList<int>>(),
            }
        );

    /// <summary>Decides the batch and waits for the job; returns its outcome.</summary>
    public static async Task<GateOutcome> DecideBatch(
        OverreadClient steward,
        string project,
        string batch,
        string decision = "approve",
        string? reason = null
    ) =>
        await steward.WaitForJob<GateOutcome>(
            await steward.DecideBatch(project, batch, new() { Decision = decision, Reason = reason })
        );

    /// <summary>Blanks or dismisses every proposal and lets everything pass, held heads too, but for what was rejected before.</summary>
    public static async Task<GateOutcome> ApproveAll(
        OverreadClient steward,
        string project,
        string batch,
        string proposals = "accepted"
    )
    {
        foreach (EntryView entry in await Entries(steward, project, batch))
        {
            if (entry.Decision == "reject")
            {
                continue;
            }

            if (entry.Undecided > 0)
            {
                await Boxes(steward, project, batch, await Images(steward, project, batch, entry.Id), proposals);
            }

            await Decide(steward, project, batch, entry.Id, "approve", "Looked at by a test.");
        }

        return await DecideBatch(steward, project, batch);
    }
}
