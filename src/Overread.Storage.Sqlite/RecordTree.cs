using System.Data.Common;
using Overread.Ledger;

namespace Overread.Storage.Sqlite;

/// <summary>
/// The growing Merkle tree of the record: for every 256 leaves (then every 256² …) one stored node, so that a proof reads
/// at most 256 rows a level (the layout of c2sp.org/tlog-tiles). Only the open tiles and the tree's right edge are in
/// memory.
/// </summary>
internal sealed class RecordTree
{
    private const int TileHeight = 8;
    private const int TileWidth = 1 << TileHeight;
    private readonly List<MerkleFrontier> _tiles = [];
    private MerkleFrontier _whole = new();

    public long Size { get; private set; }

    /// <summary>The mark of the last event.</summary>
    public byte[] Mark { get; private set; } = EventMac.Start;

    /// <summary>
    /// The root over all leaves, from memory: what is signed is what this server appended, whatever another hand has written
    /// into the file meanwhile.
    /// </summary>
    public byte[] Root() => _whole.Root();

    public RecordTree Fork()
    {
        RecordTree copy = new()
        {
            Size = Size,
            Mark = Mark,
            _whole = _whole.Fork(),
        };
        copy._tiles.AddRange(_tiles.Select(t => t.Fork()));
        return copy;
    }

    /// <summary>Appends a leaf with its event's mark, and stores each tile node that it completes.</summary>
    public void Append(DbConnection connection, byte[] leaf, byte[] mark)
    {
        Mark = mark;
        _whole.Append(leaf);
        long index = Size++;
        byte[] node = leaf;
        for (int level = 0; ; level++)
        {
            if (level == _tiles.Count)
            {
                _tiles.Add(new MerkleFrontier());
            }

            _tiles[level].Append(node);
            if (_tiles[level].Size < TileWidth)
            {
                return;
            }

            node = _tiles[level].Root();
            _tiles[level] = new MerkleFrontier();
            index >>= TileHeight;
            connection.Run(
                "INSERT INTO tile_node(level, idx, hash) VALUES (@0, @1, @2)",
                TileHeight * (level + 1),
                index,
                node
            );
        }
    }

    /// <summary>Loads the tree from stored nodes and the leaves after the last full tile.</summary>
    public static RecordTree Load(DbConnection connection)
    {
        long size = connection.Number("SELECT COALESCE(MAX(seq) + 1, 0) FROM event");
        RecordTree tree = new()
        {
            Size = size,
            Mark = connection.One("SELECT mark FROM event WHERE seq = @0", r => r.Bytes(0), size - 1) ?? EventMac.Start,
        };
        int top = 0;
        while (size >> (TileHeight * (top + 1)) > 0)
        {
            top++;
        }

        for (int level = top; level >= 0; level--)
        {
            MerkleFrontier tile = new();
            int height = TileHeight * level;
            long end = size >> height;
            long start = end - (end % TileWidth);
            foreach (byte[] hash in Hashes(connection, level, start, end))
            {
                tile.Append(hash);
                tree._whole.AppendSubtree(height, hash);
            }

            tree._tiles.Insert(0, tile);
        }

        return tree;
    }

    /// <summary>The hash of a complete subtree.</summary>
    public static byte[] Node(DbConnection connection, int level, long index)
    {
        int tile = level / TileHeight;
        int within = level % TileHeight;
        long start = index << within;
        MerkleFrontier frontier = new();
        foreach (byte[] hash in Hashes(connection, tile, start, start + (1L << within)))
        {
            frontier.Append(hash);
        }

        return frontier.Root();
    }

    private static List<byte[]> Hashes(DbConnection connection, int tileLevel, long start, long end) =>
        tileLevel == 0
            ? connection.All(
                "SELECT leaf FROM event WHERE seq >= @0 AND seq < @1 ORDER BY seq",
                r => r.Bytes(0)!,
                start,
                end
            )
            : connection.All(
                "SELECT hash FROM tile_node WHERE level = @0 AND idx >= @1 AND idx < @2 ORDER BY idx",
                r => r.Bytes(0)!,
                TileHeight * tileLevel,
                start,
                end
            );
}
