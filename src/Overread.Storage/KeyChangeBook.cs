using Overread.Domain.Record;
using Overread.Ledger;

namespace Overread.Storage;

/// <summary>What the record says of changes of its signing key since it was last lost, if it ever was.</summary>
public static class KeyChangeBook
{
    /// <summary>The changes as both keys signed them, oldest first.</summary>
    public static IReadOnlyList<string> Notes(IRecordReader record)
    {
        List<string> notes = [];
        foreach (
            Envelope envelope in record.Events(
                new RecordQuery { Types = [nameof(LogKeyRotated), nameof(StoreAccepted)] }
            )
        )
        {
            switch (envelope.Event)
            {
                case LogKeyRotated change:
                    notes.Add(change.Change);
                    break;
                case StoreAccepted { NewKey: true }:
                    // The key after it has another name, and nothing leads to it from those before.
                    notes.Clear();
                    break;
            }
        }

        return notes;
    }

    /// <summary>The same, read and checked.</summary>
    /// <exception cref="FormatException">A change does not hold; an audit says which.</exception>
    public static LogKeyChain Chain(IRecordReader record) => new([.. Notes(record).Select(LogKeyChange.Parse)]);
}
