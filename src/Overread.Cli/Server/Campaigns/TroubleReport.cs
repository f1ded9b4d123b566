namespace Overread.Cli.Server.Campaigns;

/// <summary>What was planted in a campaign, and what its reads gave away.</summary>
internal sealed record TroubleReport
{
    public string Campaign { get; } = "trouble";

    public required ulong Seed { get; init; }

    /// <summary>How the reads came about, in words.</summary>
    public required string Through { get; init; }

    public required int Readers { get; init; }

    public required int Reads { get; init; }

    public required int GoldItems { get; init; }

    public required double Mark { get; init; }

    /// <summary>Chance of a false finding in a campaign that the watch allows itself.</summary>
    public required double FalseAlarmsAllowed { get; init; }

    public required IReadOnlyList<PlantedRow> Planted { get; init; }

    public required IReadOnlyList<FoundRow> Found { get; init; }

    /// <summary>Planted readers of whom nothing, or another kind, was found.</summary>
    public required IReadOnlyList<PlantedRow> Missed { get; init; }

    /// <summary>Honest readers of the troubled campaign of whom something was found.</summary>
    public required IReadOnlyList<string> WronglyFound { get; init; }

    public required BotRow Bots { get; init; }

    /// <summary>Of the clean campaigns, those with a finding of any kind.</summary>
    public required int FalseAlarms { get; init; }

    public required int CleanCampaigns { get; init; }

    public required int CleanReaders { get; init; }

    /// <summary>Further troubled campaigns, played in process; null where none was asked for.</summary>
    public MoreRow? More { get; init; }

    public required double Seconds { get; init; }

    /// <summary>What a reader of this needs to know, in words.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>A planted reader.</summary>
    public sealed record PlantedRow(string Who, string Kind, string How);

    /// <summary>A finding, with what a person is asked to decide.</summary>
    public sealed record FoundRow(
        string Who,
        string Kind,
        string? With,
        int AtItem,
        int AtGold,
        double LogEvidence,
        double LogBound,
        string Proposal,
        IReadOnlyDictionary<string, double> Figures
    );

    /// <summary>How well programs were told from people.</summary>
    public sealed record BotRow(int Planted, int Found, double? Precision, double? Recall);

    /// <summary>
    /// Further campaigns: planted readers, those found as what they are, honest ones found, and the latest gold item at which
    /// a careless reader was.
    /// </summary>
    public sealed record MoreRow(int Campaigns, int Planted, int Found, int WronglyFound, int CarelessAtGoldAtMost);
}
