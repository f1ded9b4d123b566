using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>Gold in a reader's queue: kept at its share, told from other items by nobody, and part of no label.</summary>
public sealed class GoldTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Nothing_that_a_client_sees_tells_gold_from_other_items()
    {
        int all = Environment.GetEnvironmentVariable("OVERREAD_TEST_ALL") == "1" ? 2000 : 240;
        int golden = all / 4;
        await using TrainingScene scene = await TrainingScene.Start(all);
        string set = await scene.Set(
            new
            {
                Purpose = "gold",
                Title = "Gold",
                GoldShare = 0.25,
            }
        );
        // Which items are gold is drawn, as from one delivery.
        int[] gold =
        [
            .. Overread
                .Domain.SeededOrder.Of(Enumerable.Range(0, all), 17, i => i.ToString(CultureInfo.InvariantCulture))
                .Take(golden),
        ];
        await scene.Cases(set, gold);
        HashSet<string> goldIds = [.. gold.Select(i => scene.Items[TrainingScene.Title(i)])];
        List<(bool Gold, double[] Seen)> rows = [];
        string[] ids = [.. scene.Items.Values.Order(StringComparer.Ordinal)];
        RawApi raw = scene.Reader.Raw();
        string read = "";
        for (int n = 0; n < all; n++)
        {
            long before = Stopwatch.GetTimestamp();
            using HttpResponseMessage answer = await raw.Answer(
                HttpMethod.Post,
                scene.Root + "/work/next",
                new { After = read }
            );
            double took = Stopwatch.GetElapsedTime(before).TotalMilliseconds;
            if (answer.StatusCode == System.Net.HttpStatusCode.NoContent)
            {
                break;
            }

            string text = await answer.Content.ReadAsStringAsync();
            JsonNode work = JsonNode.Parse(text)!;
            read = (string)work["read"]!["id"]!;
            string item = (string)work["item"]!["id"]!;
            before = Stopwatch.GetTimestamp();
            await scene.Reader.Append(
                read,
                1,
                ReadEvents.Answered(read + "-a", "nodule", n % 5 == 0 ? "present" : "absent"),
                ReadEvents.Submitted(read + "-s")
            );
            double submitted = Stopwatch.GetElapsedTime(before).TotalMilliseconds;
            rows.Add(
                (
                    goldIds.Contains(item),
                    [
                        took,
                        submitted,
                        text.Length,
                        answer.Headers.Sum(h => h.Key.Length + h.Value.Sum(v => v.Length)),
                        answer.Content.Headers.Sum(h => h.Key.Length + h.Value.Sum(v => v.Length)),
                        Array.BinarySearch(ids, item, StringComparer.Ordinal),
                        Convert.ToInt32(item[^4..], 16),
                        Convert.ToInt32(read[^4..], 16),
                        (double)work["position"]!["done"]!,
                        (double)work["position"]!["of"]!,
                        n % 4,
                        work.ToJsonString().Count(c => c == ':'),
                    ]
                )
            );
        }

        Assert.Equal(golden, rows.Count(r => r.Gold));
        // The share is kept from the first block on, while both are left.
        for (int block = 0; block + 4 <= rows.Count - 8; block += 4)
        {
            Assert.Equal(1, rows.Skip(block).Take(4).Count(r => r.Gold));
        }

        double bound = 4 * Math.Sqrt((all + 1.0) / (12.0 * golden * (all - golden)));
        for (int f = 0; f < rows[0].Seen.Length; f++)
        {
            double area = Area([.. rows.Select(r => (r.Gold, r.Seen[f]))]);
            output.WriteLine($"feature {f}: area {area:0.000}");
            Assert.True(
                Math.Abs(area - 0.5) < bound,
                $"feature {f} tells gold: area {area:0.000}, bound {bound:0.000}"
            );
        }

        double together = Together(rows);
        output.WriteLine(
            $"all features, half learned and half asked: area {together:0.000}, bound {bound * 1.5:0.000}"
        );
        Assert.True(Math.Abs(together - 0.5) < bound * 1.5, $"together they tell gold: {together:0.000}");

        // Reads of gold are in no agreement and no consensus, and are counted for their reader.
        JsonNode people = (await scene.Lead.Get(scene.Root + "/training/people"))!;
        JsonNode ann = people.AsArray().Single(p => (string)p!["person"]! == scene.Person)!;
        Assert.Equal(golden, (int)ann["goldReads"]!);
        JsonNode nodule = ann["gold"]!.AsArray().Single(f => (string)f!["field"]! == "nodule")!;
        Assert.Equal(golden, (int)nodule["count"]!);
        Assert.True(
            (double)nodule["low"]! < (double)nodule["share"]! && (double)nodule["share"]! < (double)nodule["high"]!
        );
        Dictionary<string, string> states = [];
        for (int from = 0; from < all; from += 500)
        {
            foreach (
                JsonNode? row in (await scene.Lead.Get($"{scene.Root}/items?take=500&skip={from}"))!["rows"]!.AsArray()
            )
            {
                states[(string)row!["id"]!] = (string)row["state"]!;
            }
        }

        Assert.All(states, s => Assert.Equal(goldIds.Contains(s.Key) ? "reading" : "agreed", s.Value));
    }

    [Fact]
    public async Task Each_reader_has_an_order_of_their_own_and_what_leaked_comes_no_more()
    {
        await using TrainingScene scene = await TrainingScene.Start(40, readers: 2);
        string set = await scene.Set(
            new
            {
                Purpose = "gold",
                Title = "Gold",
                GoldShare = 0.5,
            }
        );
        await scene.Cases(set, Enumerable.Range(0, 10));
        HashSet<string> gold = [.. Enumerable.Range(0, 10).Select(i => scene.Items[TrainingScene.Title(i)])];
        // Nobody waits for reads of gold: what a release waits for are the others.
        Assert.Equal(
            30,
            Assert
                .Single((await scene.Server.Admin.ReleasePreflight(scene.Project)).Checks, c => c.Id == "reading")
                .Count
        );
        (OverreadClient bob, _) = await scene.Server.Person(scene.Project, "bob", "reader");
        List<string> ann = await Read(scene, scene.Reader, 12);
        List<string> other = await Read(scene, bob, 12);
        Assert.Equal(6, ann.Count(gold.Contains));
        Assert.NotEqual(ann.Where(gold.Contains), other.Where(gold.Contains));
        foreach (string item in gold.Except(ann))
        {
            await scene.Lead.Post(
                $"{scene.Root}/training/sets/{set}/cases/{item}/retire",
                new { Reason = "It leaked." }
            );
            await Signer.Refused(
                "training.case",
                () =>
                    scene.Lead.Post($"{scene.Root}/training/sets/{set}/cases/{item}/retire", new { Reason = "Again." })
            );
        }

        Assert.DoesNotContain(await Read(scene, scene.Reader, 12), gold.Contains);
    }

    private static async Task<List<string>> Read(TrainingScene scene, OverreadClient reader, int count)
    {
        List<string> items = [];
        while (items.Count < count && await reader.NextRead(scene.Project) is { } work)
        {
            items.Add(work.Item.Id);
            await reader.Append(
                work.Read.Id,
                1,
                ReadEvents.Answered(work.Read.Id + "-a", "nodule", "absent"),
                ReadEvents.Submitted(work.Read.Id + "-s")
            );
        }

        return items;
    }

    // Mann and Whitney: how often a gold item has more of a feature than another, ties half.
    private static double Area(List<(bool Gold, double Value)> rows)
    {
        List<double> gold = [.. rows.Where(r => r.Gold).Select(r => r.Value)];
        List<double> other = [.. rows.Where(r => !r.Gold).Select(r => r.Value)];
        double wins = gold.Sum(g =>
            other.Sum(o =>
                g > o ? 1
                : g == o ? 0.5
                : 0
            )
        );
        return wins / (gold.Count * (double)other.Count);
    }

    // A logistic regression over standardised features: learned on every other row, asked of the rest.
    private static double Together(List<(bool Gold, double[] Seen)> rows)
    {
        int features = rows[0].Seen.Length;
        double[][] x = [.. rows.Select(r => (double[])[.. r.Seen, 1.0])];
        for (int f = 0; f < features; f++)
        {
            double mean = x.Average(r => r[f]);
            double spread = Math.Sqrt(x.Average(r => (r[f] - mean) * (r[f] - mean)));
            foreach (double[] row in x)
            {
                row[f] = spread > 0 ? (row[f] - mean) / spread : 0;
            }
        }

        double[] weights = new double[features + 1];
        for (int step = 0; step < 300; step++)
        {
            double[] slope = new double[features + 1];
            for (int i = 0; i < x.Length; i += 2)
            {
                double miss = (rows[i].Gold ? 1 : 0) - Chance(x[i]);
                for (int f = 0; f <= features; f++)
                {
                    slope[f] += miss * x[i][f];
                }
            }

            for (int f = 0; f <= features; f++)
            {
                weights[f] += 0.5 * ((slope[f] / x.Length) - (0.01 * weights[f]));
            }
        }

        return Area([
            .. rows.Select((r, i) => (r, i)).Where(r => r.i % 2 == 1).Select(r => (r.r.Gold, Chance(x[r.i]))),
        ]);

        double Chance(double[] row) => 1 / (1 + Math.Exp(-row.Zip(weights, (v, w) => v * w).Sum()));
    }
}
