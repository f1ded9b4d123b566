using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Composition;

/// <summary>What a stream of the record says last.</summary>
internal static class LastEvents
{
    /// <summary>The stream of what is about the store itself.</summary>
    public const string Store = "store";

    /// <summary>The last event of a type; null where there is none.</summary>
    public static T? Of<T>(IRecordReader record, string stream)
        where T : DomainEvent => (T?)Of(record, stream, 1, [typeof(T).Name]).FirstOrDefault()?.Event;

    /// <summary>The last event of a type with its time; null where there is none.</summary>
    public static (T Event, string At)? Of<T>(ReadLease read, string stream)
        where T : DomainEvent => Of(read, stream, typeof(T).Name) is { } last ? ((T)last.Event, last.At) : null;

    /// <summary>The last event of one of some types; null where there is none.</summary>
    public static Envelope? Of(ReadLease read, string stream, params IReadOnlyList<string> types) =>
        Of(read, stream, 1, types).FirstOrDefault();

    /// <summary>The last events of some types, the last first.</summary>
    public static IEnumerable<Envelope> Of(
        ReadLease read,
        string stream,
        int most,
        params IReadOnlyList<string> types
    ) => Of(read.Record, stream, most, types);

    private static IEnumerable<Envelope> Of(
        IRecordReader record,
        string stream,
        int most,
        IReadOnlyList<string> types
    ) =>
        record.Events(
            new RecordQuery
            {
                Streams = [stream],
                Types = types,
                NewestFirst = true,
                Take = most,
            }
        );
}
