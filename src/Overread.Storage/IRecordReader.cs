using Overread.Domain.Record;

namespace Overread.Storage;

/// <summary>
/// The record as one connection sees it: inside a snapshot the record of that moment, inside a unit of work with what the
/// unit itself appended. Whoever asks for events asks here; the record's tables are the store's own. What is enumerated is
/// read while it is enumerated, so the connection must stay open until then.
/// </summary>
public interface IRecordReader
{
    /// <summary>Events in the record, erased ones among them.</summary>
    long Size { get; }

    /// <summary>Of them, those under the newest signed checkpoint.</summary>
    long Sealed { get; }

    /// <summary>The events that a query finds and that were not erased.</summary>
    IEnumerable<Envelope> Events(RecordQuery query);

    /// <summary>The events that a query finds as the record keeps them, erased ones among them.</summary>
    IEnumerable<RecordEntry> Entries(RecordQuery query);

    /// <summary>Where the events that a query finds stand, erased ones among them; no payload is read.</summary>
    IEnumerable<RecordHead> Heads(RecordQuery query);

    /// <summary>How many events a query finds, erased ones among them.</summary>
    long Count(RecordQuery query);

    /// <summary>One event as the record keeps it, or null where there is none at that place.</summary>
    RecordEntry? At(long seq);

    /// <summary>The leaf hashes of the first events, in order: the leaves under the root of a checkpoint of that size.</summary>
    IEnumerable<byte[]> Leaves(long size);
}
