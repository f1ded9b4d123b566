using Overread.Domain.Record;

namespace Overread.Domain.Guidelines;

/// <summary>A version of the project's guideline is in force from now on.</summary>
/// <param name="Version">From 1, without gaps.</param>
/// <param name="Hash">See <see cref="GuidelineBody.Hash"/>.</param>
/// <param name="Body">What it says.</param>
public sealed record GuidelinePublished(int Version, string Hash, GuidelineBody Body) : DomainEvent;

/// <summary>A reader has said that they have read a version.</summary>
/// <param name="Person">The person's id.</param>
/// <param name="Version">The version.</param>
public sealed record GuidelineAcknowledged(string Person, int Version) : DomainEvent;
