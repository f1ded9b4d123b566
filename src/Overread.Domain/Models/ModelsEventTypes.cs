namespace Overread.Domain.Models;

/// <summary>The events about models and what they suggest.</summary>
public static class ModelsEventTypes
{
    /// <summary>All, in the order in which they came to be.</summary>
    public static IReadOnlyList<Type> All { get; } =
    [typeof(ModelRegistered), typeof(ModelApproved), typeof(ModelRetired), typeof(SuggestionsMade)];
}
