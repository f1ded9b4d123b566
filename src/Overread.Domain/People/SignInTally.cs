namespace Overread.Domain.People;

/// <summary>Refused sign-ins of one kind.</summary>
/// <param name="Person">The person's id where the e-mail belongs to one.</param>
/// <param name="From">The network address they came from.</param>
/// <param name="Why">unknown, password, code, disabled or too-many (not looked at, since there had been too many).</param>
/// <param name="Count">How many.</param>
public sealed record SignInTally(string? Person, string From, string Why, long Count);
