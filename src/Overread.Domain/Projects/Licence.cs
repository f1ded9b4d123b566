namespace Overread.Domain.Projects;

/// <summary>A licence to practise.</summary>
/// <param name="Kind">Such as full registration.</param>
/// <param name="Country">Where it holds, ISO 3166-1 alpha-2.</param>
/// <param name="Expires">The last day on which it holds; null where it has no end.</param>
public sealed record Licence(string Kind, string Country, DateOnly? Expires = null)
{
    /// <summary>True on a day on which it holds.</summary>
    public bool HoldsOn(DateOnly day) => Expires is not { } last || day <= last;
}
