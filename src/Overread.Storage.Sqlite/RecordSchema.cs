namespace Overread.Storage.Sqlite;

/// <summary>The tables of the record itself.</summary>
internal static class RecordSchema
{
    // payload and secret are null after an erasure; entry and leaf stay for ever. No index by item, which earlier builds
    // had: each of fifty readers dirtied pages of it with every save, a fifth of all that a commit wrote. An item's events
    // are found by their streams. The mark (EventMac) is null only in a store of a build that made none.
    public const string Text = """
        CREATE TABLE IF NOT EXISTS event(
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            project TEXT,
            stream TEXT NOT NULL,
            revision INTEGER NOT NULL,
            type TEXT NOT NULL,
            at TEXT NOT NULL,
            actor TEXT,
            item TEXT,
            payload BLOB,
            secret BLOB,
            entry BLOB NOT NULL,
            leaf BLOB NOT NULL,
            mark BLOB,
            UNIQUE(stream, revision));
        DROP INDEX IF EXISTS event_item;
        CREATE INDEX IF NOT EXISTS event_project ON event(project, seq);
        CREATE TABLE IF NOT EXISTS tile_node(level INTEGER NOT NULL, idx INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY(level, idx)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS checkpoint(size INTEGER PRIMARY KEY, note TEXT NOT NULL, at TEXT NOT NULL);

        """;
}
