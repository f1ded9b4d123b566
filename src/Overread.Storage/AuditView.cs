using System.Data.Common;

namespace Overread.Storage;

/// <summary>What an audit of the files beside a database is given: the same state of the record as the audit of the database.</summary>
/// <param name="Connection">For reading.</param>
/// <param name="Record">The record on that connection.</param>
/// <param name="Opening">True where the store is about to be opened, and what takes long is left out.</param>
/// <param name="Progress">Told how far it is.</param>
/// <param name="Cancel">Ends it early.</param>
public sealed record AuditView(
    DbConnection Connection,
    IRecordReader Record,
    bool Opening,
    IProgress<AuditProgress>? Progress,
    CancellationToken Cancel
);
