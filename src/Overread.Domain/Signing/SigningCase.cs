namespace Overread.Domain.Signing;

/// <summary>A signature as it is about to be given, with what the server knows at that moment.</summary>
/// <param name="Act">What is done.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Hash">SHA-256 of the content as it is now.</param>
/// <param name="Person">Who signs.</param>
/// <param name="Name">Their name in print.</param>
/// <param name="Session">In which session.</param>
/// <param name="Now">The server's time.</param>
/// <param name="Components">What they proved to be themselves by.</param>
/// <param name="Meaning">The meaning that they confirmed.</param>
/// <param name="Parts">What the content is put together from, where it is a list.</param>
public sealed record SigningCase(
    SignedAct Act,
    string Subject,
    string Hash,
    string Person,
    string Name,
    string Session,
    DateTimeOffset Now,
    IReadOnlyList<string> Components,
    string Meaning,
    IReadOnlyList<string>? Parts = null
);
