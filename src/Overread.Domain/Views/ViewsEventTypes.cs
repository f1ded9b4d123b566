namespace Overread.Domain.Views;

/// <summary>The events about views of lists.</summary>
public static class ViewsEventTypes
{
    /// <summary>All, in the order in which they came to be.</summary>
    public static IReadOnlyList<Type> All { get; } = [typeof(ViewKept), typeof(ViewDropped)];
}
