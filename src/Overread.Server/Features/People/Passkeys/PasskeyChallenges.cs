using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Overread.Storage;

namespace Overread.Server.Features.People.Passkeys;

/// <summary>
/// Challenges that were given out. They travel with the browser, sealed, so that nobody who asks for many fills a memory; those
/// that were answered rightly are remembered until they have run out, so that each is good once. A restart ends them all.
/// </summary>
internal sealed class PasskeyChallenges(IDataProtectionProvider protection, IEntropy entropy, TimeProvider time)
{
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(5);
    private readonly IDataProtector _protector = protection.CreateProtector("Overread.Passkeys", entropy.NewId());
    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);

    /// <summary>Seals a challenge.</summary>
    /// <param name="purpose">What for.</param>
    /// <param name="person">For whom; empty for whoever answers.</param>
    /// <param name="state">What the checks need.</param>
    public string Keep(string purpose, string person, string state) =>
        _protector.Protect($"{purpose}\n{person}\n{Timestamps.Text(time.GetUtcNow())}\n{entropy.NewId()}\n{state}");

    /// <summary>What was sealed; null where it is too old, was used, or was for something or somebody else.</summary>
    public string? Open(string purpose, string person, string sealedState)
    {
        try
        {
            string[] parts = _protector.Unprotect(sealedState).Split('\n', 5);
            return
                parts.Length == 5
                && parts[0] == purpose
                && parts[1] == person
                && time.GetUtcNow() - Timestamps.Parse(parts[2]) < Lasts
                && !_used.ContainsKey(parts[3])
                ? parts[4]
                : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    /// <summary>It was answered rightly.</summary>
    /// <returns>False for all but the first.</returns>
    public bool Use(string sealedState)
    {
        DateTimeOffset now = time.GetUtcNow();
        foreach ((string old, _) in _used.Where(u => now - u.Value > Lasts))
        {
            _used.TryRemove(old, out _);
        }

        return _used.TryAdd(_protector.Unprotect(sealedState).Split('\n', 5)[3], now);
    }
}
