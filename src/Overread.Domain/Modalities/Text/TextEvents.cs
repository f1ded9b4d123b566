using Overread.Domain.Record;

namespace Overread.Domain.Modalities.Text;

/// <summary>A person said which places of a document identify somebody. Neither the words nor the places are recorded.</summary>
/// <param name="Entry">The entry's id.</param>
/// <param name="Revision">Grows by one with each change.</param>
/// <param name="Spans">How many places there are now.</param>
/// <param name="CodePoints">Code points in them.</param>
public sealed record SpansMarked(string Entry, int Revision, int Spans, int CodePoints) : DomainEvent;

/// <summary>Places of a document were blacked out as a person had approved.</summary>
/// <param name="Entry">The entry's id.</param>
/// <param name="Spans">How many places.</param>
/// <param name="CodePoints">Code points that were replaced; line ends stay.</param>
public sealed record TextBlackedOut(string Entry, int Spans, int CodePoints) : DomainEvent;
