namespace Overread.Domain.Releases;

/// <summary>An item as a release holds it.</summary>
/// <param name="Item">Its id.</param>
/// <param name="Subject">Whose it is.</param>
/// <param name="Split">train, tuning or test.</param>
public sealed record ReleasedItem(string Item, string Subject, string Split);
