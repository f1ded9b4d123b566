namespace Overread.Domain.Record;

/// <summary>
/// Something that happened, in the past tense. Every kind is a sealed record in the list of its stream or modality, and its
/// type's name is the name that the record keeps for ever; a kind may gain optional members but never lose or change one.
/// </summary>
public abstract record DomainEvent;
