namespace Overread.Cli.Server;

/// <summary>What could not be fetched.</summary>
/// <param name="What">The item, or the path of the file.</param>
/// <param name="Code">Such as item.withdrawn.</param>
/// <param name="Why">Why, as a sentence.</param>
/// <param name="Files">How many files that concerns.</param>
internal sealed record FetchProblem(string What, string Code, string Why, int Files);

/// <summary>How a fetch ended.</summary>
/// <param name="Out">The folder that holds data/.</param>
/// <param name="Files">Files that the bundle lists.</param>
/// <param name="There">Of those, files that were there and right.</param>
/// <param name="Fetched">Of those, files that were fetched and are right.</param>
/// <param name="Bytes">Bytes of what was fetched.</param>
/// <param name="Refused">Items whose files the server gives to nobody.</param>
/// <param name="Wrong">Files that came and are not those that were released; they were not kept.</param>
/// <param name="Unreached">Files that did not come, for the server could not be reached.</param>
internal sealed record FetchOutcome(
    string Out,
    int Files,
    int There,
    int Fetched,
    long Bytes,
    IReadOnlyList<FetchProblem> Refused,
    IReadOnlyList<FetchProblem> Wrong,
    IReadOnlyList<FetchProblem> Unreached
)
{
    /// <summary>0, 1, 2 or 3, as the command's help says.</summary>
    public int ExitCode =>
        Wrong.Count > 0 ? 1
        : Unreached.Count > 0 ? 3
        : Refused.Count > 0 ? 2
        : 0;
}
