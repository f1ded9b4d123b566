using Overread.Domain.Record;

namespace Overread.Domain.Modalities.Text;

/// <summary>A person said which places of a document identify somebody. Neither the words nor the places are recorded.</summary>
/// <param name="Entry">The entry's id.</param>
/// <param name="Revision">Grows by one with each change.</param>
/// <param name="Spans">How many places there are now.</param>
/// <param name="CodePoints">Code points in them.</param>
public sealed record SpansMarked(string Entry, int Revision, int Spans, int CodePoints) : DomainEvent
{
    /// <summary>Of the places that a program had proposed, those that are not wholly among them now; null where none was proposed.</summary>
    public int? Dismissed { get; init; }
}

/// <summary>Places of a document were blacked out as a person had approved.</summary>
/// <param name="Entry">The entry's id.</param>
/// <param name="Spans">How many places.</param>
/// <param name="CodePoints">Code points that were replaced; line ends stay.</param>
public sealed record TextBlackedOut(string Entry, int Spans, int CodePoints) : DomainEvent;

/// <summary>A program looked in a document for what identifies somebody. Neither the words nor the places are recorded.</summary>
/// <param name="Entry">The entry's id.</param>
/// <param name="Detector">The program and its build.</param>
/// <param name="Spans">How many places it proposed; a person decides about each.</param>
/// <param name="CodePoints">Code points in them.</param>
public sealed record SpansProposed(string Entry, string Detector, int Spans, int CodePoints) : DomainEvent;
