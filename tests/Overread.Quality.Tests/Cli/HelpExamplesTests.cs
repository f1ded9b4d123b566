using System.CommandLine;
using Overread.Cli;

namespace Overread.Quality.Tests.Cli;

/// <summary>Every quality command's help ends with examples whose options the command has.</summary>
public sealed class HelpExamplesTests
{
    public static TheoryData<string> Commands =>
        [
            "agreement",
            "marks",
            "marks convert",
            "drift",
            "consensus",
            "fuse-masks",
            "compare-masks",
            "label-issues",
            "set-report",
            "near-duplicates",
            "reader-study",
            "froc",
            "sample-size",
            "weak-labels",
            "redundancy",
            "watch-readers",
            "text convert",
            "text read",
            "text agree",
            "terms load",
            "terms search",
            "deidentify-text",
            "label-reports",
            "learn curve",
            "suggestions report",
        ];

    [Fact]
    public void A_command_is_made_by_its_own_name_alone()
    {
        Assert.Equal(CommandList.Names, CommandList.All().Select(command => command.Name));
        Assert.All(
            CommandList.Names,
            name => Assert.Equal(name, Assert.Single(CommandList.For([name, "--help"])).Name)
        );
        Assert.Equal(CommandList.Names.Count, CommandList.For([]).Count());
        Assert.Equal(CommandList.Names.Count, CommandList.For(["--help"]).Count());
        Assert.Equal(CommandList.Names.Count, CommandList.For(["deidentfy"]).Count());
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Examples_can_be_parsed(string name)
    {
        using Tool tool = new();
        (int code, string help, _) = tool.Run([.. name.Split(' '), "--help"]);
        Assert.Equal(0, code);
        string[] examples =
        [
            .. help.Split("Examples:")[1].Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0),
        ];
        Assert.NotEmpty(examples);
        RootCommand root = new("test");
        foreach (Command command in CommandList.All())
        {
            root.Subcommands.Add(command);
        }

        foreach (string example in examples)
        {
            string typed = example.Split("   (")[0];
            Assert.StartsWith("overread ", typed, StringComparison.Ordinal);
            Assert.Empty(root.Parse(typed["overread ".Length..]).Errors);
        }
    }
}
