using Overread.Quality.Readers;

namespace Overread.Cli.Server.Campaigns;

/// <summary>A simulated reader.</summary>
/// <param name="Name">As every output calls it.</param>
/// <param name="Accuracy">Share of right answers over items of the usual mix, before anything planted.</param>
/// <param name="Seconds">Median seconds of a read.</param>
/// <param name="Planted">What is wrong with the reader; null for an honest one.</param>
internal sealed record Worker(string Name, double Accuracy, double Seconds, Trouble? Planted)
{
    /// <summary>Who a colluding reader takes the answers of; −1 for nobody.</summary>
    public int Leader { get; init; } = -1;

    /// <summary>The other of a colluding pair; −1 for nobody.</summary>
    public int Partner { get; init; } = -1;

    /// <summary>The reader's own read, from 1, at which the trouble begins.</summary>
    public int From { get; init; } = 1;

    /// <summary>The answer of a straight-liner.</summary>
    public int Answer { get; init; }

    /// <summary>A program that waits as long as a person does.</summary>
    public bool Waits { get; init; }
}
