using System.Text.Json.Nodes;
using Overread.Ledger.Bundles;
using Overread.Ledger.Bundles.Statements;

namespace Overread.Server.Tests;

/// <summary>Every sentence of a release's papers is computed, can be false, and is computed again by whoever verifies.</summary>
public class StatementTests
{
    private static async Task<MemoryBundle> Bundle()
    {
        await using RegulatorCampaign campaign = await RegulatorCampaign.Play();
        using BundleArchive archive = new(File.OpenRead(campaign.Zip));
        return MemoryBundle.Of(archive);
    }

    [Fact]
    public async Task A_hundred_planted_contradictions_change_the_sentence_or_refuse_the_release()
    {
        MemoryBundle bundle = await Bundle();
        StatementBook sound = StatementBook.Of(bundle);
        Assert.Empty(sound.Faults);
        List<PlantedContradictions.Planted> planted = [.. PlantedContradictions.All(bundle)];
        Assert.True(planted.Count >= 100, $"{planted.Count} contradictions");
        List<string> unseen = [];
        foreach (PlantedContradictions.Planted one in planted)
        {
            MemoryBundle harmed = bundle.Copy();
            one.Plant(harmed);
            BundleStatement said = StatementBook.Of(harmed)[one.Statement];
            if (said.Text == sound[one.Statement].Text && said.Faults.Count == 0)
            {
                unseen.Add($"{one.Kind} {one.Where}: {said.Text}");
            }

            // A verifier holds the papers against what it computes.
            Assert.True(
                StatementBook.Check(harmed).Faults.Count > 0,
                $"{one.Kind} {one.Where} is not found: {said.Text}"
            );
        }

        Assert.Empty(unseen);
    }

    [Fact]
    public async Task The_document_lists_every_statement_with_what_makes_it_false()
    {
        MemoryBundle bundle = await Bundle();
        StatementBook book = StatementBook.Of(bundle);
        Dictionary<string, string[]> rows = File.ReadLines(
                Path.Combine(DocsTests.Root, "docs/conformance/statements.md")
            )
            .Where(l => l.StartsWith("| `", StringComparison.Ordinal))
            .Select(l => l.Split('|').Select(c => c.Trim()).ToArray())
            .ToDictionary(c => c[1].Trim('`'), c => c);
        Assert.Equal(book.All.Select(s => s.Id), rows.Keys.Order(StringComparer.Ordinal));
        ILookup<string, string> kinds = PlantedContradictions.All(bundle).ToLookup(p => p.Statement, p => p.Kind);
        foreach (BundleStatement statement in book.All)
        {
            string[] named = rows[statement.Id][^2].Split(", ");
            Assert.Equal(
                kinds[statement.Id].Distinct().Order(StringComparer.Ordinal),
                named.Select(n => n.Trim('`')).Order(StringComparer.Ordinal)
            );
            Assert.Equal(statement.Believed is null ? "all" : "not all", rows[statement.Id][^3]);
        }
    }

    [Fact]
    public async Task Each_statement_is_printed_and_a_paper_that_says_otherwise_does_not_verify()
    {
        MemoryBundle bundle = await Bundle();
        Assert.Empty(StatementBook.Check(bundle).Faults);
        foreach (JsonNode? said in JsonNode.Parse(bundle[StatementBook.Name])!["statements"]!.AsArray())
        {
            string id = said!["id"]!.GetValue<string>();
            string text = said["text"]!.GetValue<string>();
            List<string> papers = [.. said["printedIn"]!.AsArray().Select(p => p!.GetValue<string>())];
            Assert.Contains("README.md", papers);
            Assert.True(
                papers.Count > 1 || id is "splits.test-labels" or "labels.consensus",
                $"{id} is in {papers.Count} papers"
            );
            foreach (string paper in papers)
            {
                MemoryBundle harmed = bundle.Copy();
                harmed[paper] = harmed[paper].Replace(text, "All is well.", StringComparison.Ordinal);
                Assert.Contains(StatementBook.Check(harmed).Faults, f => f.File == paper);
            }

            MemoryBundle without = bundle.Copy();
            JsonNode list = JsonNode.Parse(without[StatementBook.Name])!;
            JsonArray rest = list["statements"]!.AsArray();
            rest.Remove(rest.Single(s => s!["id"]!.GetValue<string>() == id));
            without[StatementBook.Name] = list.ToJsonString();
            Assert.Contains(StatementBook.Check(without).Faults, f => f.What.Contains(id, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task No_paper_claims_what_is_not_computed()
    {
        MemoryBundle bundle = await Bundle();
        string[] constants =
        [
            "a person approved each batch",
            "blind reads per item",
            "blind readers per item",
            "no suggestion was shown",
            "shows readers no suggestion",
            "Blind reading",
            "by somebody who had not read",
            "Every item was read by",
        ];
        foreach (string path in bundle.Paths)
        {
            Assert.All(constants, c => Assert.DoesNotContain(c, bundle[path], StringComparison.OrdinalIgnoreCase));
        }
    }
}
