using System.Data.Common;
using Overread.Domain.Record;

namespace Overread.Storage;

/// <summary>A projection held in memory by the sequencer: loaded at start, then told of each event that stands.</summary>
public interface IMemoryProjection
{
    /// <summary>Forgets everything and loads from the tables.</summary>
    void Load(DbConnection connection);

    /// <summary>Takes in an event whose unit of work has succeeded. Only ever called by the sequencer's thread.</summary>
    void Apply(Envelope envelope);
}
