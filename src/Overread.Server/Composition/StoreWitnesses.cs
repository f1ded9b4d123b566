using System.Globalization;
using Overread.Domain.Record;
using Overread.Ledger;
using Overread.Ledger.Witnesses;
using Overread.Storage;

namespace Overread.Server.Composition;

/// <summary>
/// The cosignatures that a record holds against the keys of witnesses that somebody knows from elsewhere: each must hold, and each
/// checkpoint that was cosigned must be a state of this record.
/// </summary>
/// <param name="witnesses">The keys; each of them must have cosigned.</param>
public sealed class StoreWitnesses(IReadOnlyList<WitnessKey> witnesses)
{
    private readonly List<Cosignature> _newest = [];

    /// <summary>The newest cosignature of each witness that holds, once <see cref="Faults"/> was read through.</summary>
    public IReadOnlyList<Cosignature> Cosignatures => _newest;

    /// <summary>What does not hold.</summary>
    internal IReadOnlyList<AuditFault> Faults(AuditView view)
    {
        if (witnesses.Count == 0 || view.Opening)
        {
            return [];
        }

        List<(long Seq, CheckpointCosigned Event)> all =
        [
            .. view
                .Record.Events(new RecordQuery { Types = [nameof(CheckpointCosigned)] })
                .Select(e => (e.Seq, (CheckpointCosigned)e.Event)),
        ];
        Dictionary<long, string> roots = Roots(view, [.. all.Select(c => c.Event.Size)]);
        List<AuditFault> faults = [];
        foreach (WitnessKey witness in witnesses)
        {
            Cosignature? newest = null;
            foreach ((long seq, CheckpointCosigned e) in all.Where(c => c.Event.Witness == witness.Name))
            {
                if (Wrong(witness, e, roots, out DateTimeOffset time) is { } wrong)
                {
                    faults.Add(new AuditFault(seq, wrong));
                }
                else
                {
                    newest = new(witness.Name, e.KeyId, time, true);
                }
            }

            if (newest is not null)
            {
                _newest.Add(newest);
            }
            else
            {
                faults.Add(
                    new AuditFault(
                        null,
                        $"The record holds no cosignature of the witness {witness.Name} that holds. Start the server with --witness, or compare the key."
                    )
                );
            }
        }

        return faults;
    }

    private static string? Wrong(
        WitnessKey witness,
        CheckpointCosigned e,
        Dictionary<long, string> roots,
        out DateTimeOffset time
    )
    {
        time = default;
        try
        {
            if (witness.TimeOf(e.Text(), NoteSignature.Parse(e.Line)) is not { } at)
            {
                return $"The cosignature is not one of the key that was given for {witness.Name}. Compare that key with the witness's own.";
            }

            time = at;
        }
        catch (FormatException)
        {
            return "The cosignature cannot be read. Put the database back from a backup.";
        }

        return roots.GetValueOrDefault(e.Size) == e.Root
            ? null
            : $"The witness {witness.Name} cosigned another history: its first {e.Size.ToString(CultureInfo.InvariantCulture)} events are not these. Keep the store as it is and find out who changed it.";
    }

    private static Dictionary<long, string> Roots(AuditView view, HashSet<long> sizes)
    {
        Dictionary<long, string> roots = [];
        if (sizes.Count == 0)
        {
            return roots;
        }

        MerkleFrontier tree = new();
        foreach (byte[] leaf in view.Record.Leaves(Math.Min(sizes.Max(), view.Record.Size)))
        {
            tree.Append(leaf);
            if (sizes.Contains(tree.Size))
            {
                roots[tree.Size] = Convert.ToBase64String(tree.Root());
            }
        }

        return roots;
    }
}
