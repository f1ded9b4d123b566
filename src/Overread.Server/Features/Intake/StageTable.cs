using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Intake;

/// <summary>
/// A table of a modality's stage: of an entry, the things that a person decides about one by one, and how often that changed. No
/// projection: what is decided is in the record.
/// </summary>
/// <param name="name">The table.</param>
/// <param name="column">Its column that holds them.</param>
internal sealed class StageTable<T>(string name, string column)
{
    /// <summary>SQL that makes the table where it is missing.</summary>
    public string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS {name}(
                entry TEXT PRIMARY KEY, batch TEXT NOT NULL, revision INTEGER NOT NULL, {column} TEXT NOT NULL){dialect.Clustered};

            """;

    /// <summary>What is held of entries of one batch, by entry; without those of which nothing is.</summary>
    public Dictionary<string, (int Revision, IReadOnlyList<T> Things)> Of(
        DbConnection c,
        IReadOnlyList<GateEntry> entries
    ) =>
        entries.Count == 0
            ? []
            : c.All(
                    entries.Count == 1
                        ? $"SELECT entry, revision, {column} FROM {name} WHERE entry = @0"
                        : $"SELECT entry, revision, {column} FROM {name} WHERE batch = (SELECT batch FROM gate_entry WHERE id = @0)",
                    r =>
                        (
                            Entry: r.GetString(0),
                            Revision: r.GetInt32(1),
                            Things: JsonSerializer.Deserialize<List<T>>(r.GetString(2), EventJson.Options)!
                        ),
                    entries[0].Id
                )
                .ToDictionary(h => h.Entry, h => (h.Revision, (IReadOnlyList<T>)h.Things));

    public void Save(DbConnection c, string batch, string entry, int revision, IReadOnlyList<T> things) =>
        c.Run(
            $"""
            INSERT INTO {name}(entry, batch, revision, {column}) VALUES (@0, @1, @2, @3)
            ON CONFLICT(entry) DO UPDATE SET revision = @2, {column} = @3
            """,
            entry,
            batch,
            revision,
            JsonSerializer.Serialize(things, EventJson.Options)
        );

    public void Remove(DbConnection c, string entry) => c.Run($"DELETE FROM {name} WHERE entry = @0", entry);
}
