using System.CommandLine;
using System.Globalization;
using Overread.Client;
using Overread.Client.Model;
using Overread.Ledger;
using Overread.Ledger.Witnesses;
using Overread.Server.Composition;
using Overread.Server.Composition.Witnessing;

namespace Overread.Cli.Server;

/// <summary>
/// <c>overread witness check</c>: holds the record of a server against what witnesses have seen of it, from outside both. It needs
/// nothing of a witness but what every one of them has (c2sp.org/tlog-witness), and shows it the record's head as a server would.
/// </summary>
internal static class WitnessCheckCommand
{
    private const int Tries = 4;

    /// <summary>What was found of a witness.</summary>
    /// <param name="Witness">Its name.</param>
    /// <param name="Finding">same, behind, new; or rollback, fork, removed, unreachable, unknown, unreadable.</param>
    /// <param name="Said">In a sentence.</param>
    /// <param name="Seen">Events under the checkpoint that it had cosigned last; absent where that is not known.</param>
    internal sealed record Found(string Witness, string Finding, string Said, long? Seen)
    {
        public bool Well => Finding is "same" or "behind" or "new";
    }

    public static Command Create()
    {
        Option<string[]> witnesses = WitnessOptions.Addresses();
        witnesses.Required = true;
        Option<string?> log = new("--log")
        {
            Description =
                "The record's key, as you know it from elsewhere (or a file with it). Without it the server's word is taken.",
        };
        Command command = new(
            "check",
            "Hold a server's record against what witnesses have seen: says fork, rollback or removed checkpoint. Exit code 1 then, or where a witness cannot be asked."
        )
        {
            witnesses,
            log,
            ServerOptions.Server,
            ServerOptions.Token,
            ServerOptions.Json,
        };
        command.OnServer(
            async (parsed, client, cancel) =>
            {
                string? given = parsed.GetValue(log);
                List<Found> all = await Check(
                    client,
                    WitnessOptions.Read(parsed.GetValue(witnesses)),
                    given is null ? null : WitnessOptions.ReadLogs([given])[0],
                    cancel
                );
                parsed.Show(
                    all,
                    found =>
                    {
                        foreach (Found f in found)
                        {
                            Console.WriteLine($"{f.Witness}: {f.Said}");
                        }
                    }
                );
                return all.TrueForAll(f => f.Well) ? 0 : 1;
            }
        );
        return command;
    }

    /// <summary>Asks each witness about the server's record.</summary>
    /// <exception cref="CommandFailedException">The server's own checkpoint does not hold.</exception>
    public static async Task<List<Found>> Check(
        OverreadClient client,
        IReadOnlyList<WitnessAddress> witnesses,
        VerifierKey? log,
        CancellationToken cancel
    )
    {
        VerifierKey key = log ?? VerifierKey.Parse(await client.ShowRecordKey(cancel));
        using WitnessCaller caller = new();
        List<Found> all = [];
        foreach (WitnessAddress witness in witnesses)
        {
            try
            {
                all.Add(await Check(client, caller, witness, key, cancel));
            }
            catch (Exception e)
                when (e is HttpRequestException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
            {
                all.Add(new(witness.Key.Name, "unreachable", "It cannot be reached, or not in time.", null));
            }
            catch (FormatException e)
            {
                all.Add(
                    new(witness.Key.Name, "unreadable", "What it answers is no witness's answer: " + e.Message, null)
                );
            }
        }

        return all;
    }

    private static async Task<Found> Check(
        OverreadClient client,
        WitnessCaller caller,
        WitnessAddress witness,
        VerifierKey key,
        CancellationToken cancel
    )
    {
        string name = witness.Key.Name;
        long old = 0;
        bool removed = false;
        IReadOnlyList<byte[]> proof = [];
        (SignedNote note, Checkpoint head) = await Newest(client, key, cancel);
        for (int attempt = 0; attempt < Tries; attempt++)
        {
            (int status, string? type, string text) = await caller.Ask(
                witness,
                new WitnessRequest(old, proof, note).ToString(),
                cancel
            );
            if (status == 200)
            {
                witness.Key.Take(note.Text, text);
                return removed ? Removed(name, old) : Well(name, old, head.Size);
            }

            if (status == 422)
            {
                return Fork(name, old);
            }

            if (status != 409 || type != WitnessAnswer.SizeType)
            {
                return status is 403 or 404
                    ? new(name, "unknown", "It does not know this record, or its key: tell it with --log there.", null)
                    : new(name, "unreadable", $"It answers with the status {status}.", null);
            }

            long seen = WitnessAnswer.SizeOf(text);
            if (seen > head.Size)
            {
                // The server may have signed a newer one meanwhile, and shown it.
                (note, head) = await Newest(client, key, cancel);
                if (seen > head.Size)
                {
                    return new(
                        name,
                        "rollback",
                        Words($"Rollback: it has seen {seen} events of this record, which has {head.Size}."),
                        seen
                    );
                }
            }

            if (seen == old && seen == head.Size)
            {
                return Fork(name, seen);
            }

            old = seen;
            ConsistencyProof consistency = await client.ProveConsistency(old, head.Size, cancel);
            proof = [.. consistency.Hashes.Select(Convert.FromBase64String)];
            removed = !consistency.Signed;
        }

        return new(name, "unreadable", "It says another size each time that it is asked.", null);
    }

    private static async Task<(SignedNote Note, Checkpoint Head)> Newest(
        OverreadClient client,
        VerifierKey key,
        CancellationToken cancel
    )
    {
        SignedNote note = SignedNote.Parse(await client.ShowCheckpoint(cancel));
        Checkpoint head = Checkpoint.Parse(note.Text);
        LogKeyChain chain = await Changes(client, cancel);
        VerifierKey? signer = chain.SignerOf(note, key);
        if (signer is null || head.Origin != key.Name)
        {
            throw new CommandFailedException(
                "The server's checkpoint is not signed by the record's key, and no change that both keys signed leads from it to another. Compare the key: --log."
            );
        }

        if (chain.Fault(signer, head.Size) is { } late)
        {
            throw new CommandFailedException($"The server's checkpoint does not hold. {late}");
        }

        // Whoever has the former key could have signed over to a key of their own: the new one has to come from elsewhere.
        return chain.Replaced(key) is { CompromisedSince: { } since } change
            ? throw new CommandFailedException(
                Words(
                    $"The record's key may have been in others' hands since {since}, and was given up at event {change.Size}. Have the publisher tell you the new key, and give it with --log."
                )
            )
            : (note, head);
    }

    private static async Task<LogKeyChain> Changes(OverreadClient client, CancellationToken cancel)
    {
        try
        {
            return LogKeyChain.Parse(await client.ShowRecordKeyChanges(cancel));
        }
        catch (FormatException e)
        {
            throw new CommandFailedException($"The server's changes of its key do not hold: {e.Message}");
        }
    }

    private static Found Well(string name, long seen, long size) =>
        seen == size ? new(name, "same", Words($"It has seen the same {size} events."), seen)
        : seen == 0
            ? new(name, "new", Words($"It had seen nothing of this record, and has cosigned {size} events now."), 0)
        : new(
            name,
            "behind",
            Words($"It had seen {seen} events; the {size} of now continue them, and are cosigned."),
            seen
        );

    private static Found Fork(string name, long seen) =>
        new(name, "fork", Words($"Fork: the first {seen} events that it has seen are not those of this record."), seen);

    private static Found Removed(string name, long seen) =>
        new(
            name,
            "removed",
            Words(
                $"Removed checkpoint: it has cosigned {seen} events, and the record no longer holds that signed checkpoint."
            ),
            seen
        );

    private static string Words(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
