using System.Security.Cryptography;
using System.Text;
using Overread.Deidentification.Pseudonyms;
using Overread.Ledger;
using Overread.Ledger.Witnesses;
using Overread.Storage;

namespace Overread.Server.Composition.Witnessing;

/// <summary>
/// The folder of a witness: its key, and what it has cosigned of each log. One process holds it at a time. It has nothing to do with
/// the data folder of a server, and belongs on another machine, in other hands.
/// </summary>
public sealed class WitnessFolder : IDisposable
{
    private const string KeyFile = "witness.key";
    private readonly FileStream _held;
    private readonly Witness _witness;
    private readonly Dictionary<string, WitnessJournal> _journals = new(StringComparer.Ordinal);

    /// <summary>Opens a folder for the logs that its witness is to cosign.</summary>
    /// <param name="folder">Where <see cref="MakeKey"/> has put a key.</param>
    /// <param name="logs">The keys of the logs.</param>
    /// <exception cref="StoreFormException">There is no key, another process holds the folder, or what it keeps is damaged.</exception>
    public WitnessFolder(string folder, IReadOnlyCollection<VerifierKey> logs)
    {
        WitnessSigner signer = Signer(folder);
        _witness = new Witness(signer, logs);
        _held = StoreLock.Take(
            Path.Combine(folder, "witness.lock"),
            $"Another witness runs over {Path.GetFullPath(folder)}. Stop it first: two of them would each cosign what the other must not."
        );
        try
        {
            string states = Path.Combine(folder, "logs");
            Directory.CreateDirectory(states);
            foreach (string origin in logs.Select(k => k.Name).Distinct(StringComparer.Ordinal))
            {
                string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)))[..32];
                _journals[origin] = new WitnessJournal(Path.Combine(states, name), signer.Key);
                if (_journals[origin].Last is { } last && last.Head.Origin != origin)
                {
                    throw new StoreFormException(
                        $"{Path.Combine(states, name)} is about another log. Put back the file that belongs there."
                    );
                }
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The witness's public key.</summary>
    public WitnessKey Key => _witness.Key;

    /// <summary>What was cosigned last of a log; null for nothing, or a log that is not known.</summary>
    public WitnessedHead? Last(string origin) => _journals.GetValueOrDefault(origin)?.Last;

    /// <summary>Makes the key of a new witness.</summary>
    /// <param name="folder">Made where it is not there.</param>
    /// <param name="name">What the witness is called, such as <c>witness.example.org/w1</c>.</param>
    /// <param name="entropy">Where the key comes from.</param>
    /// <exception cref="StoreFormException">The folder has a key.</exception>
    /// <exception cref="FormatException">The name is none.</exception>
    public static WitnessKey MakeKey(string folder, string name, IEntropy entropy)
    {
        string file = Path.Combine(folder, KeyFile);
        if (File.Exists(file))
        {
            throw new StoreFormException(
                $"{Path.GetFullPath(folder)} has a key already. A witness with another key is another witness: give it another folder."
            );
        }

        byte[] seed = new byte[32];
        entropy.Fill(seed);
        WitnessSigner signer = new(name, seed);
        DataFolder.MakePrivate(folder);
        SecretFile.Write(file, signer.Export());
        return signer.Key;
    }

    /// <summary>The public key of a folder's witness.</summary>
    /// <exception cref="StoreFormException">There is none.</exception>
    public static WitnessKey KeyOf(string folder) => Signer(folder).Key;

    /// <summary>Answers a request; what it changes is on the disk when this returns.</summary>
    /// <param name="body">The request as it came.</param>
    /// <param name="now">The clock.</param>
    public WitnessAnswer Answer(string body, DateTimeOffset now)
    {
        WitnessRequest request;
        try
        {
            request = WitnessRequest.Parse(body);
        }
        catch (FormatException e)
        {
            return new WitnessAnswer(400, e.Message + "\n", "text/plain", null);
        }

        if (!_journals.TryGetValue(request.Head.Origin, out WitnessJournal? journal))
        {
            return _witness.Decide(request, null, now);
        }

        // Looking at the last, deciding and keeping are one step: else an older checkpoint could be kept after a newer one.
        lock (journal)
        {
            WitnessAnswer answer = _witness.Decide(request, journal.Last, now);
            if (answer.Next is { } next)
            {
                journal.Keep(next);
            }

            return answer;
        }
    }

    public void Dispose()
    {
        foreach (WitnessJournal journal in _journals.Values)
        {
            journal.Dispose();
        }

        _held.Dispose();
    }

    private static WitnessSigner Signer(string folder)
    {
        string file = Path.Combine(folder, KeyFile);
        try
        {
            return File.Exists(file)
                ? WitnessSigner.Parse(File.ReadAllText(file))
                : throw new StoreFormException(
                    $"There is no key of a witness in {Path.GetFullPath(folder)}. Make one: overread witness key --dir {folder} --name NAME."
                );
        }
        catch (FormatException)
        {
            throw new StoreFormException($"{file} holds no key of a witness. Put it back from a backup.");
        }
    }
}
