using System.Text.Json.Nodes;
using NJsonSchema;
using NJsonSchema.Validation;
using Overread.Server.Features.Releases.Bundle;

namespace Overread.Server.Tests;

/// <summary>The papers of a bundle that are JSON are of the form that their schemas in the bundle say.</summary>
public class PaperSchemaTests
{
    [Fact]
    public async Task Every_paper_that_is_json_keeps_its_schema_and_one_that_lacks_a_member_does_not()
    {
        await using RegulatorCampaign campaign = await RegulatorCampaign.Play();
        await using TestServer server = await TestServer.Start();
        Bundle references = await Bundle.OfCampaign(server);
        foreach ((string path, string paper) in PaperSchemas.Papers)
        {
            JsonSchema schema = await JsonSchema.FromJsonAsync(campaign.Text(path));
            Assert.Equal(paper, schema.Title);
            Assert.True(schema.RequiredProperties.Count > 0, path);
            string text = campaign.Text(paper);
            Holds(schema, text, paper);
            Holds(schema, references.Text(paper), paper);

            // A schema that lets anything pass would say nothing.
            foreach (string member in schema.RequiredProperties)
            {
                JsonObject without = JsonNode.Parse(text)!.AsObject();
                without.Remove(member);
                Assert.NotEmpty(schema.Validate(without.ToJsonString()));
                JsonObject other = JsonNode.Parse(text)!.AsObject();
                other[member] = other[member] is JsonValue ? new JsonArray() : JsonValue.Create("words");
                Assert.NotEmpty(schema.Validate(other.ToJsonString()));
            }

            JsonObject more = JsonNode.Parse(text)!.AsObject();
            more["somethingElse"] = 1;
            Assert.NotEmpty(schema.Validate(more.ToJsonString()));
        }
    }

    private static void Holds(JsonSchema schema, string text, string paper)
    {
        ICollection<ValidationError> faults = schema.Validate(text);
        Assert.True(
            faults.Count == 0,
            $"{paper}: {string.Join("; ", faults.Take(5).Select(f => $"{f.Path} {f.Kind}"))}"
        );
    }
}
