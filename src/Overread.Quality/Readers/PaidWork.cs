namespace Overread.Quality.Readers;

/// <summary>A piece of work that counts for pay.</summary>
/// <param name="Person">Who did it.</param>
/// <param name="Group">The group that the person did it for, such as a vendor.</param>
/// <param name="Milliseconds">How long it took, not negative.</param>
/// <param name="Accepted">Whether it is a read that was accepted.</param>
public readonly record struct PaidWork(string Person, string Group, long Milliseconds, bool Accepted);
