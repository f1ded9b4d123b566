namespace Overread.Storage;

/// <summary>Somebody who did something, wherever they did it or in one project alone: a pseudonym is known there only.</summary>
/// <param name="Actor">The end of the actor's name, such as the person's id.</param>
/// <param name="Project">The project, or null for anywhere.</param>
public sealed record ActorIn(string Actor, string? Project);
