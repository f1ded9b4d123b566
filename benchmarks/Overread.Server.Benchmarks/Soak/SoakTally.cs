using System.Globalization;

namespace Overread.Server.Benchmarks.Soak;

/// <summary>What was asked and how it was answered, for many tasks at once.</summary>
internal sealed class SoakTally
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<double>> _now = [];
    private readonly Dictionary<string, List<double>> _all = [];
    private readonly SortedDictionary<string, int> _errors = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _allErrors = new(StringComparer.Ordinal);

    /// <summary>An answer that was as wanted.</summary>
    public void Answered(string kind, double milliseconds)
    {
        lock (_gate)
        {
            Of(_now, kind).Add(milliseconds);
            Of(_all, kind).Add(milliseconds);
        }
    }

    /// <summary>An answer that was not, or none.</summary>
    public void Failed(string kind, string how)
    {
        lock (_gate)
        {
            string key = $"{kind} {how}";
            _errors[key] = _errors.GetValueOrDefault(key) + 1;
            _allErrors[key] = _allErrors.GetValueOrDefault(key) + 1;
        }
    }

    /// <summary>What came since the last look, by kind, and what failed.</summary>
    public (Dictionary<string, SoakTimes> Times, string Errors) Take()
    {
        lock (_gate)
        {
            Dictionary<string, SoakTimes> times = _now.ToDictionary(p => p.Key, p => SoakTimes.Of(p.Value));
            string errors = Words(_errors);
            _now.Clear();
            _errors.Clear();
            return (times, errors);
        }
    }

    /// <summary>All that came, by kind, and what failed.</summary>
    public (SortedDictionary<string, SoakTimes> Times, string Errors) Whole()
    {
        lock (_gate)
        {
            SortedDictionary<string, SoakTimes> times = new(StringComparer.Ordinal);
            foreach ((string kind, List<double> values) in _all)
            {
                times[kind] = SoakTimes.Of(values);
            }

            return (times, Words(_allErrors));
        }
    }

    /// <summary>Forgets what came while things were made ready.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            _now.Clear();
            _all.Clear();
            _errors.Clear();
            _allErrors.Clear();
        }
    }

    private static List<double> Of(Dictionary<string, List<double>> all, string kind) =>
        all.TryGetValue(kind, out List<double>? list) ? list : all[kind] = [];

    private static string Words(SortedDictionary<string, int> errors) =>
        errors.Count == 0
            ? "none"
            : string.Join(
                ", ",
                errors.Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Value} × {e.Key}"))
            );
}
