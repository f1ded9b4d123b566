namespace Overread.Server.Access;

/// <summary>A refusal or fault (RFC 9457, application/problem+json). Some have further members, such as the faults found.</summary>
/// <param name="Type">Always about:blank: the code says which problem it is.</param>
/// <param name="Title">One plain sentence for a person.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">Stable and dotted, such as read.closed: programs depend on it.</param>
/// <param name="Where">The field, file, line or tag it is about.</param>
/// <param name="Next">What to do next, as a sentence.</param>
internal sealed record ProblemView(
    string Type,
    string Title,
    int Status,
    string Code,
    string? Where = null,
    string? Next = null
);
