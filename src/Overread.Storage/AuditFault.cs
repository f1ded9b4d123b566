namespace Overread.Storage;

/// <summary>Something an audit found altered.</summary>
/// <param name="Seq">The event concerned, if one.</param>
/// <param name="What">What is wrong, as a sentence without any identifying value.</param>
public sealed record AuditFault(long? Seq, string What);
