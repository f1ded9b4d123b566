using Overread.Deidentification.Pseudonyms;
using Overread.Deidentification.Risk;
using Overread.Dicom.Deface;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.PixelText;

namespace Overread.Dicom.Deidentify.Batch;

/// <summary>Adds up the accounts of a batch; several threads may add.</summary>
internal sealed class BatchTally
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(Tag Tag, ElementAction Action), long> _elements = [];
    private readonly SortedDictionary<string, int> _refused = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _reviews = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _residuals = new(StringComparer.Ordinal);
    private readonly SortedSet<int> _refusedNumbers = [];
    private readonly SortedSet<int> _residualNumbers = [];
    private readonly Dictionary<string, HashSet<string>> _patients = new(StringComparer.Ordinal);
    private int _written;
    private int _skipped;
    private long _bytes;

    internal int Done
    {
        get
        {
            lock (_gate)
            {
                return _written + _skipped + _refusedNumbers.Count + _residualNumbers.Count;
            }
        }
    }

    internal void Skip()
    {
        lock (_gate)
        {
            _skipped++;
        }
    }

    internal void Refuse(int number, string reason)
    {
        lock (_gate)
        {
            Count(_refused, reason);
            _refusedNumbers.Add(number);
        }
    }

    internal void Residual(int number, IEnumerable<string> kinds)
    {
        lock (_gate)
        {
            foreach (string kind in kinds)
            {
                Count(_residuals, kind);
            }

            _residualNumbers.Add(number);
        }
    }

    internal void Add(DeidentificationAccount account, Dataset output, long bytes)
    {
        string known = string.Join('\u001F', QuasiIdentifiers.Of(output));
        lock (_gate)
        {
            _written++;
            _bytes += bytes;
            if (!_patients.TryGetValue(account.Pseudonym, out HashSet<string>? rows))
            {
                _patients.Add(account.Pseudonym, rows = new HashSet<string>(StringComparer.Ordinal));
            }

            rows.Add(known);
            foreach (ReviewReason reason in account.Reviews)
            {
                Count(_reviews, reason.ToString());
            }

            foreach (((Tag, ElementAction) key, int count) in account.Counts)
            {
                _elements[key] = _elements.GetValueOrDefault(key) + count;
            }
        }
    }

    internal BatchReport Report(
        DeidentificationPlan plan,
        ProjectKey key,
        int files,
        IdentityFindings identities,
        PixelPlan? pixels,
        bool approved,
        FacePlan? faces
    ) =>
        new()
        {
            Edition = DeidentificationPlan.Edition,
            PlanHash = plan.Hash,
            Profile = plan.Profile.ToString(),
            Options = [.. OptionCodes.WordsOf(plan.Options)],
            KeyFingerprint = key.Fingerprint,
            Claims = ClaimComputation.Of(plan, _written, _reviews, pixels is not null, approved && _skipped == 0),
            Files = files,
            Written = _written,
            Skipped = _skipped,
            Refused = _refused,
            RefusedNumbers = [.. _refusedNumbers],
            Reviews = _reviews,
            Residuals = _residuals,
            ResidualNumbers = [.. _residualNumbers],
            Elements = _elements
                .OrderBy(pair => pair.Key.Tag)
                .ThenBy(pair => pair.Key.Action)
                .ToDictionary(pair => Name(pair.Key.Tag, pair.Key.Action), pair => pair.Value),
            Patients = _patients.Count,
            Bytes = _bytes,
            Identities = identities,
            Pixels = pixels,
            Faces = faces,
            Risk = RiskTable.Compute(
                QuasiIdentifiers.Columns,
                [
                    .. _patients.Values.Select(rows =>
                        QuasiIdentifiers.Join(rows.Select(row => (IReadOnlyList<string>)row.Split('\u001F')))
                    ),
                ]
            ),
        };

    private static string Name(Tag tag, ElementAction action)
    {
        // A private creator could be named by a private number; the number alone says nothing about anybody.
        string keyword = AttributeRegistry.KeywordOf(tag);
        return $"{tag} {(keyword.Length > 0 ? keyword : "-")} {action}";
    }

    private static void Count(SortedDictionary<string, int> counts, string name) =>
        counts[name] = counts.GetValueOrDefault(name) + 1;
}
