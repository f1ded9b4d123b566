using System.Text.Json.Nodes;
using Overread.Cli;
using Overread.Cli.Server;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>A file that a command cannot use is named with what is wrong in it, and is no crash.</summary>
public sealed class BodyFileTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Theory]
    [InlineData("{ \"reason\": ", "cannot be read as a case")]
    [InlineData("[]", "cannot be read as a case")]
    [InlineData("{}", "reason")]
    [InlineData("null", "holds nothing where a case should stand")]
    public void What_is_no_case_is_said_with_the_files_name(string text, string words)
    {
        File.WriteAllText(_file, text);
        string said = Assert
            .Throws<CommandFailedException>(() => BodyFile.Read<ReferenceForm>(_file, "a case"))
            .Message;
        Assert.Contains(words, said, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(_file), said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_said_to_be_missing() =>
        Assert.Contains(
            "cannot be read as a case",
            Assert
                .Throws<CommandFailedException>(() => BodyFile.Read<ReferenceForm>(_file + ".gone", "a case"))
                .Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_part_of_a_file_is_read_alike()
    {
        ReferenceForm form = BodyFile.Part<ReferenceForm>(
            JsonNode.Parse("""{ "answers": {}, "reason": "Seen twice." }"""),
            "cases.json",
            "a case"
        );
        Assert.Equal("Seen twice.", form.Reason);
        Assert.Contains(
            "cases.json",
            Assert
                .Throws<CommandFailedException>(() =>
                    BodyFile.Part<ReferenceForm>(JsonNode.Parse("[1]"), "cases.json", "a case")
                )
                .Message,
            StringComparison.Ordinal
        );
    }

    public void Dispose() => File.Delete(_file);
}
