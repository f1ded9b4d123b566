namespace Overread.Domain.Subjects;

/// <summary>An item and whose it is.</summary>
/// <param name="Item">The item's id.</param>
/// <param name="Title">Its name.</param>
/// <param name="Subject">Whose it is held to be.</param>
/// <param name="Source">How that is known: see <see cref="SubjectSource"/>.</param>
public sealed record SubjectItem(string Item, string Title, string Subject, string Source);
