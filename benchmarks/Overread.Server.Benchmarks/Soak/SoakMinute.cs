namespace Overread.Server.Benchmarks.Soak;

/// <summary>One minute of a soak.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Times">How long answers took, by kind.</param>
/// <param name="Errors">What failed, in words.</param>
/// <param name="Samples">How the server stood, every ten seconds.</param>
/// <param name="Streams">Streams that were open, on average.</param>
/// <param name="Load">The machine's load of the last minute.</param>
internal sealed record SoakMinute(
    int Number,
    IReadOnlyDictionary<string, SoakTimes> Times,
    string Errors,
    IReadOnlyList<SoakSample> Samples,
    double Streams,
    double Load
)
{
    /// <summary>The times of a kind.</summary>
    public SoakTimes Of(string kind) => Times.GetValueOrDefault(kind) ?? SoakTimes.None;

    /// <summary>Answers of all kinds.</summary>
    public int Requests => Times.Values.Sum(t => t.Count);
}
