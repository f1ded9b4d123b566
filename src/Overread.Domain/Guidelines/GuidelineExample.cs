namespace Overread.Domain.Guidelines;

/// <summary>An item of the project that a guideline points to.</summary>
/// <param name="Item">The item.</param>
/// <param name="Reason">What it shows.</param>
/// <param name="Field">The field it is an example for; null for all.</param>
public sealed record GuidelineExample(string Item, string Reason, string? Field = null);
