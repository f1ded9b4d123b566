using System.Security.Cryptography;
using Overread.Deidentification.Patients;
using Overread.Deidentification.Pseudonyms;
using Overread.Server.Modalities;
using Overread.Storage;

namespace Overread.Server.Features.Intake;

/// <summary>Takes the files of a batch one by one: duplicates are named, each other file goes to the modality it belongs to.</summary>
internal sealed class IntakeBatch
{
    private readonly ModalityList _modalities;
    private readonly IReadOnlyList<ProjectKey> _former;
    private readonly HashSet<string> _known;
    private readonly IntakeContext _context;
    private readonly Dictionary<string, string> _digests = [];
    private readonly Dictionary<IModality, IIntake> _intakes = [];

    public IntakeBatch(
        ModalityList modalities,
        ProjectKey key,
        IReadOnlyList<ProjectKey> former,
        HashSet<string> known,
        string clean,
        string details,
        IEntropy entropy,
        IntakeChoices choices,
        IReadOnlyList<GateEntry>? again = null
    )
    {
        _modalities = modalities;
        _former = former;
        _known = known;
        _context = new(key, known, clean, details, entropy) { Choices = choices, Former = again ?? [] };
    }

    /// <summary>Fingerprint of the key in use.</summary>
    public string Key => _context.Key.Fingerprint;

    public List<IntakeProblem> Problems => _context.Problems;

    public string DigestOf(string shown) => _digests.GetValueOrDefault(shown, "");

    /// <summary>Names a file among the problems without looking into it.</summary>
    public void Refuse(ReceivedFile file, string reason)
    {
        string digest = Digest(_context.Key, HashOf(file.Path));
        _digests[file.Shown] = digest;
        Problems.Add(new(file.Shown, "refused", reason, null));
    }

    /// <summary>Takes one file: cleaned, or named among the problems.</summary>
    public void Take(ReceivedFile file)
    {
        string hash = HashOf(file.Path);
        string digest = Digest(_context.Key, hash);
        _digests[file.Shown] = digest;
        if (!_known.Add(digest) || _former.Any(key => _known.Contains(Digest(key, hash))))
        {
            Problems.Add(new(file.Shown, "duplicate", "The same bytes were received before in this project.", null));
            return;
        }

        try
        {
            Span<byte> head = stackalloc byte[ModalityList.HeadLength];
            using (FileStream probe = File.OpenRead(file.Path))
            {
                head = head[..probe.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
            }

            if (_modalities.Taking(file, head) is { } modality)
            {
                IntakeOf(modality).Take(file, digest);
            }
            else
            {
                _context.Refuse(file, digest, "The file is of no kind that is taken here.");
            }
        }
        catch (IOException)
        {
            _context.Refuse(file, digest, "The file cannot be read from the disk.");
        }
    }

    /// <summary>Finds who is who among the files taken and everybody known from before, and has them bear the pseudonyms that follow.</summary>
    /// <param name="crosswalk">What is known from before.</param>
    /// <param name="beside">What other files of the batch say, which are not taken now.</param>
    public PatientResolution Settle(Crosswalk crosswalk, IEnumerable<PatientSighting> beside)
    {
        PatientRegister register = new();
        foreach (PatientSighting sighting in _intakes.Values.SelectMany(i => i.Sightings).Concat(beside))
        {
            register.Add(sighting);
        }

        PatientResolution who = crosswalk.Resolve(register, _context.Key);
        foreach (IIntake intake in _intakes.Values)
        {
            intake.Settle(who);
        }

        return who;
    }

    /// <summary>What waits for a person, most doubtful first, with the intake that made each.</summary>
    public List<(IIntake Intake, IntakeEntry Entry)> Group() =>
        [
            .. _intakes
                .Values.SelectMany(i => i.Group().Select(e => (Intake: i, Entry: e)))
                .OrderByDescending(e => e.Entry.Risk)
                .ThenBy(e => e.Entry.Facts.Item.Title, StringComparer.Ordinal),
        ];

    private IIntake IntakeOf(IModality modality)
    {
        if (!_intakes.TryGetValue(modality, out IIntake? intake))
        {
            _intakes[modality] = intake = modality.Intake(_context);
        }

        return intake;
    }

    // Keyed, so that nobody can look a known file up in the list.
    private static string Digest(ProjectKey key, string hash) =>
        Convert.ToHexString(key.Derive("received", hash.ToUpperInvariant()));

    private static string HashOf(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
