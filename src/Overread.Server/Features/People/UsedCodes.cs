using System.Globalization;

namespace Overread.Server.Features.People;

/// <summary>
/// One-time codes that opened a session, until they are void by their age (RFC 6238 section 5.2: a code is accepted once).
/// </summary>
internal sealed class UsedCodes(TimeProvider time)
{
    // A code is good for its half minute and the ones beside it.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private readonly Dictionary<(string Account, int Code), DateTimeOffset> _used = [];
    private readonly Lock _gate = new();

    /// <summary>True for the first use of a code, however its digits are written.</summary>
    public bool TryUse(string account, string code)
    {
        if (!int.TryParse(code, CultureInfo.InvariantCulture, out int number))
        {
            return false;
        }

        DateTimeOffset now = time.GetUtcNow();
        lock (_gate)
        {
            foreach (
                (string, int) old in _used.Where(pair => now - pair.Value > Longest).Select(pair => pair.Key).ToList()
            )
            {
                _used.Remove(old);
            }

            return _used.TryAdd((account, number), now);
        }
    }
}
