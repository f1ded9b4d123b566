using Overread.Domain.Record;

namespace Overread.Domain.Fitness;

/// <summary>The project demands this of its readers from now on.</summary>
/// <param name="Rules">All of it.</param>
/// <param name="Reason">Why.</param>
public sealed record FitnessRulesSet(FitnessRules Rules, string Reason) : DomainEvent;

/// <summary>Items are said to come from a site.</summary>
/// <param name="Site">The site, as the project names it.</param>
/// <param name="Items">The items.</param>
public sealed record SiteStated(string Site, IReadOnlyList<string> Items) : DomainEvent;

/// <summary>
/// A reader asked for work and was refused: the first time on a day (UTC) for a person and a reason. How often they asked is in
/// no record, or whoever asks fills it.
/// </summary>
/// <param name="Person">The person's id.</param>
/// <param name="Code">One of <see cref="FitnessCheck.Codes"/>.</param>
public sealed record ReaderHeldBack(string Person, string Code) : DomainEvent;
