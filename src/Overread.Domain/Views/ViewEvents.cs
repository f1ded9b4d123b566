using Overread.Domain.Record;

namespace Overread.Domain.Views;

/// <summary>Somebody kept a view of a list: what it was filtered and sorted by.</summary>
/// <param name="Id">The view's id.</param>
/// <param name="Name">What they call it.</param>
/// <param name="Query">The page's query, as it stands in its address.</param>
/// <param name="Shared">True where every member who sees the list sees the view.</param>
public sealed record ViewKept(string Id, string Name, string Query, bool Shared) : DomainEvent;

/// <summary>A view that was kept is not kept any more.</summary>
/// <param name="Id">The view's id.</param>
public sealed record ViewDropped(string Id) : DomainEvent;
