namespace Overread.Domain;

/// <summary>
/// Why something asked for is not done. A decision returns it as a value; the server renders it as an RFC 9457 problem.
/// </summary>
/// <param name="Code">Stable and dotted, such as <c>read.closed</c>: programs depend on it.</param>
/// <param name="Title">One plain sentence for a person.</param>
/// <param name="Kind">What kind of refusal it is; decides the HTTP status.</param>
public sealed record Refusal(string Code, string Title, RefusalKind Kind = RefusalKind.Invalid)
{
    /// <summary>The field, file, line or tag the refusal is about.</summary>
    public string? Where { get; init; }

    /// <summary>What to do next, as a sentence.</summary>
    public string? Next { get; init; }

    /// <summary>Further facts for programs, such as the names of missing fields.</summary>
    public IReadOnlyDictionary<string, object?>? Facts { get; init; }
}
