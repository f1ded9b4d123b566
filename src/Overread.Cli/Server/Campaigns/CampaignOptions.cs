using System.CommandLine;
using System.Globalization;

namespace Overread.Cli.Server.Campaigns;

/// <summary>What <c>rehearse</c> takes for a campaign with readers to be watched.</summary>
internal sealed class CampaignOptions
{
    private readonly Option<string?> _kind = new("--campaign")
    {
        Description =
            "A campaign with readers to be watched: crowd (trained and untrained arms, with a qualification test) or trouble "
            + "(readers in trouble, and what their reads give away).",
    };
    private readonly Option<int> _clean = new("--clean")
    {
        Description = "Clean campaigns of --campaign trouble, played in process to count false findings.",
        DefaultValueFactory = _ => 20,
    };
    private readonly Option<int> _troubled = new("--troubled")
    {
        Description = "Further troubled campaigns of --campaign trouble, played in process to count what is missed.",
        DefaultValueFactory = _ => 0,
    };
    private readonly IReadOnlyList<Option> _others;

    private CampaignOptions(IReadOnlyList<Option> others) => _others = others;

    /// <param name="command">The command.</param>
    /// <param name="others">Its options that mean nothing to these campaigns, and are refused with them.</param>
    internal static CampaignOptions AddTo(Command command, IReadOnlyList<Option> others)
    {
        CampaignOptions options = new(others);
        options._kind.AcceptOnlyFromAmong("crowd", "trouble");
        foreach (Option option in (Option[])[options._kind, options._clean, options._troubled])
        {
            command.Options.Add(option);
        }

        return options;
    }

    /// <summary>The campaign that is asked for; null for a usual rehearsal.</summary>
    internal string? Named(ParseResult parsed) => parsed.GetValue(_kind);

    /// <exception cref="CommandFailedException">An option that does not go with the campaign, or lies outside, is named.</exception>
    internal CampaignCommand Of(ParseResult parsed, string named, ulong seed, string? reads)
    {
        foreach (Option other in _others)
        {
            if (parsed.GetResult(other) is { Implicit: false })
            {
                throw new CommandFailedException(
                    $"{other.Name} does not go with --campaign: its readers, items and answers are simulated, and nothing is released."
                );
            }
        }

        (int clean, int troubled) = (parsed.GetValue(_clean), parsed.GetValue(_troubled));
        if (clean is < 0 or > 100_000 || troubled is < 0 or > 100_000)
        {
            throw new CommandFailedException(
                $"--clean {clean}, --troubled {troubled}: play 0 to 100,000 campaigns of each."
            );
        }

        int wanted = CrowdRun.UsualReads;
        if (reads is not null && named == "trouble")
        {
            throw new CommandFailedException($"--reads {reads} does not go with --campaign trouble.");
        }

        if (reads is not null && !int.TryParse(reads, NumberStyles.None, CultureInfo.InvariantCulture, out wanted))
        {
            throw new CommandFailedException(
                $"--reads {reads}: with --campaign crowd it is a number of test reads, such as {CrowdRun.UsualReads}."
            );
        }

        return new(
            named == "crowd",
            seed,
            CrowdRun.PerArm(wanted),
            clean,
            troubled,
            parsed.GetValue(ServerOptions.Json)
        );
    }
}
