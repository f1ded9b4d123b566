using System.Data.Common;
using Overread.Domain.Record;

namespace Overread.Storage;

/// <summary>
/// Tables derived from the record and nothing else: they can be dropped and rebuilt at any time. A projection is applied
/// in the transaction that appends the event.
/// </summary>
public interface IProjection
{
    /// <summary>The tables it owns.</summary>
    IReadOnlyList<string> Tables { get; }

    /// <summary>
    /// Tables of other projections that it reads while it is applied. Those take in an event before it does, in the store and in
    /// every rebuild.
    /// </summary>
    IReadOnlyList<string> BuildsOn => [];

    /// <summary>SQL that creates tables and indexes where they are missing.</summary>
    /// <param name="dialect">The words that the database has of its own.</param>
    string Schema(Dialect dialect);

    /// <summary>
    /// Raised by one whenever the same events come to give other rows under the same schema, so that stores of earlier builds
    /// are rebuilt. A schema that changes is noticed by itself.
    /// </summary>
    int Edition => 1;

    /// <summary>Changes the tables as the event wants; events it does not know change nothing.</summary>
    void Apply(DbConnection connection, Envelope envelope);

    /// <summary>Takes in consecutive events of one stream; the outcome is the same as one after the other.</summary>
    void ApplyAll(DbConnection connection, IReadOnlyList<Envelope> envelopes)
    {
        foreach (Envelope envelope in envelopes)
        {
            Apply(connection, envelope);
        }
    }
}
