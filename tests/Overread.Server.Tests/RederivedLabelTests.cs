using System.Text.Json.Nodes;
using Overread.Client;

namespace Overread.Server.Tests;

/// <summary>From the events that a bundle discloses, and nothing else, its labels come out again.</summary>
public class RederivedLabelTests
{
    // Replays answers, corrections and decisions as whoever has the events would, without any code of the platform: the last answer of
    // each submitted read, the majority of an item's reads, and over it what an adjudicator decided last.
    [Fact]
    public async Task The_events_of_a_bundle_give_every_released_label_again_and_one_event_less_does_not()
    {
        await using TestServer server = await TestServer.Start();
        Bundle bundle = await Bundle.OfCampaign(server);
        List<JsonNode> events =
        [
            .. bundle
                .Text("audit/events.jsonl")
                .TrimEnd('\n')
                .Split('\n')
                .Select(l => JsonNode.Parse(JsonNode.Parse(l)!["payload"]!.GetValue<string>())!),
        ];
        Dictionary<string, string> released = bundle
            .Table("labels/consensus/labels.csv")
            .Where(r => r["field"] == "nodule")
            .ToDictionary(r => r["item"], r => $"{r["label"]} {r["status"]}");
        Assert.Equal(4, released.Count);
        Assert.Contains(released.Values, v => v.EndsWith("adjudicated", StringComparison.Ordinal));
        Assert.Equal(released.OrderBy(r => r.Key), Labels(events).OrderBy(r => r.Key));
        List<JsonNode> deciding =
        [
            .. events.Where(e => Type(e) is "AnswerGiven" or "ReadSubmitted" or "AdjudicationDecided"),
        ];
        Assert.Equal(4 * 2 * 2 + 1, deciding.Count);
        foreach (JsonNode one in deciding)
        {
            Assert.NotEqual(released.OrderBy(r => r.Key), Labels([.. events.Where(e => e != one)]).OrderBy(r => r.Key));
        }
    }

    private static string Type(JsonNode e) => e["event"]!["type"]!.GetValue<string>();

    private static Dictionary<string, string> Labels(List<JsonNode> events)
    {
        Dictionary<string, (string Item, string Answer, bool Submitted)> reads = [];
        Dictionary<string, string> decided = [];
        foreach (JsonNode e in events)
        {
            string stream = e["stream"]!.GetValue<string>();
            string item = e["item"]?.GetValue<string>() ?? "";
            switch (Type(e))
            {
                case "AnswerGiven" when e["event"]!["field"]!.GetValue<string>() == "nodule":
                    reads[stream] = (item, e["event"]!["answer"]!["state"]!.GetValue<string>(), false);
                    break;
                case "ReadSubmitted":
                    reads[stream] = (item, reads.TryGetValue(stream, out var read) ? read.Answer : "", true);
                    break;
                case "AdjudicationDecided":
                    decided[item] = e["event"]!["answer"]!["state"]!.GetValue<string>();
                    break;
            }
        }

        return reads
            .Values.Where(r => r.Submitted && r.Answer.Length > 0)
            .GroupBy(r => r.Item)
            .ToDictionary(
                g => g.Key,
                g =>
                {
                    string[] best =
                    [
                        .. g.GroupBy(r => r.Answer)
                            .Where(a => a.Count() * 2 > g.Count() && g.Count() == 2)
                            .Select(a => a.Key),
                    ];
                    return g.Count() < 2 ? "open"
                        : decided.TryGetValue(g.Key, out string? by) ? $"{by} adjudicated"
                        : best is [var one] ? $"{one} accepted"
                        : "open";
                }
            );
    }
}
