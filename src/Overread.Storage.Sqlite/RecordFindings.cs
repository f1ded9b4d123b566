using Overread.Domain.Record;

namespace Overread.Storage.Sqlite;

/// <summary>What a walk over the record found besides faults.</summary>
internal sealed class RecordFindings
{
    /// <summary>Events that are there.</summary>
    public long Size { get; set; }

    /// <summary>The root over their leaves as found, lower-case hex.</summary>
    public string Root { get; set; } = "";

    /// <summary>Signed checkpoints.</summary>
    public int Checkpoints { get; set; }

    /// <summary>How many events the last good one covers.</summary>
    public long Covered { get; set; }

    /// <summary>Events whose content was erased, with an event that says so.</summary>
    public long Erased { get; set; }

    /// <summary>Events whose content is gone and no event says why.</summary>
    public List<long> Emptied { get; } = [];

    /// <summary>The first of the events at the end that this store's server did not write; null where there is none.</summary>
    public long? ForeignFrom { get; set; }

    /// <summary>True for a store of a build that did not mark its events.</summary>
    public bool Unmarked { get; set; }

    /// <summary>What was kept outside the database; null where nothing is.</summary>
    public KeptHead? Head { get; set; }

    /// <summary>Events that say whose key signs from there on, and the root before each, in order.</summary>
    public List<(long Seq, DomainEvent Event, byte[] Root)> Keys { get; } = [];

    /// <summary>The largest head that the record says a witness cosigned.</summary>
    public long Witnessed { get; set; }

    /// <summary>True where the key in keys/ is newer than the database knows.</summary>
    public bool SignerIsAhead { get; set; }

    /// <summary>What nothing here can decide.</summary>
    public List<string> Doubts { get; } = [];

    /// <summary>What earlier decisions to go on accepted.</summary>
    public HashSet<string> Accepted { get; } = new(StringComparer.Ordinal);
}
