using System.Net;
using System.Net.Sockets;

namespace Overread.Server.Features.People;

/// <summary>
/// How often a sign-in may be tried: by whoever knocks (account and address, or a device that the account has signed in on
/// before), by address, and by account. Only failures count, and none of it is a lock: whoever waits as long as they are told
/// is heard, and a device that is known is not held up by strangers.
/// </summary>
internal sealed class SignInGate(TimeProvider time)
{
    // An address may be a hospital's; an account may be guessed at from many addresses.
    private const int AddressBurst = 100;
    private const int AccountBurst = 50;
    private const int FreeTries = 5;
    private const int MostKept = 20_000;
    private static readonly TimeSpan AddressEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AccountEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(30);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Tries> _tries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);

    /// <summary>Who knocks.</summary>
    /// <param name="Account">The account's id, or what was typed for one.</param>
    /// <param name="Address">Where from, see <see cref="AddressOf"/>.</param>
    /// <param name="Device">The device, where the account has signed in on it before; null for a stranger.</param>
    internal sealed record Knock(string Account, string Address, string? Device)
    {
        public string Key => Device is null ? $"{Account}\n{Address}" : "device\n" + Device;
    }

    /// <summary>How much is remembered.</summary>
    public int Kept
    {
        get
        {
            lock (_gate)
            {
                return _tries.Count + _buckets.Count;
            }
        }
    }

    /// <summary>How long whoever knocks has to wait; null where they may try now, which then counts until it succeeds.</summary>
    public TimeSpan? Wait(Knock knock)
    {
        DateTimeOffset now = time.GetUtcNow();
        lock (_gate)
        {
            Sweep(now);
            Tries tries = _tries.GetValueOrDefault(knock.Key) ?? new Tries();
            if (tries.Until > now)
            {
                return tries.Until - now;
            }

            if (knock.Device is null)
            {
                Bucket address = Of("address\n" + knock.Address, AddressBurst, AddressEvery, now);
                Bucket account = Of("account\n" + knock.Account, AccountBurst, AccountEvery, now);
                if ((address.WaitAt(now) ?? account.WaitAt(now)) is { } wait)
                {
                    return wait;
                }

                address.Take(now);
                account.Take(now);
            }

            tries.Count++;
            tries.Last = now;
            // Before the answer is known: of many who try at once none is ahead of the others.
            tries.Until = tries.Count <= FreeTries ? now : now + Delay(tries.Count - FreeTries);
            _tries[knock.Key] = tries;
            return null;
        }
    }

    /// <summary>It was the right person: nothing is held against them.</summary>
    public void Succeeded(Knock knock)
    {
        DateTimeOffset now = time.GetUtcNow();
        lock (_gate)
        {
            _tries.Remove(knock.Key);
            if (knock.Device is null)
            {
                Of("address\n" + knock.Address, AddressBurst, AddressEvery, now).GiveBack();
                Of("account\n" + knock.Account, AccountBurst, AccountEvery, now).GiveBack();
            }
        }
    }

    /// <summary>An address as far as one household has it: an IPv6 network of 64 bits is one.</summary>
    public static string AddressOf(IPAddress? address)
    {
        if (address is null)
        {
            return "local";
        }

        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (plain.AddressFamily != AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(plain))
        {
            return plain.ToString();
        }

        byte[] bytes = plain.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes) + "/64";
    }

    private static TimeSpan Delay(int beyond) =>
        TimeSpan.FromSeconds(Math.Min(LongestWait.TotalSeconds, Math.Pow(2, Math.Min(beyond - 1, 10))));

    private Bucket Of(string key, int burst, TimeSpan every, DateTimeOffset now)
    {
        if (!_buckets.TryGetValue(key, out Bucket? bucket))
        {
            _buckets[key] = bucket = new Bucket(burst, every, now);
        }

        return bucket;
    }

    // Memory is bounded though an enemy has addresses without end: what has not been asked for longest goes.
    private void Sweep(DateTimeOffset now)
    {
        if (_tries.Count + _buckets.Count < MostKept)
        {
            return;
        }

        foreach (string key in _tries.Where(t => now - t.Value.Last > Forgotten).Select(t => t.Key).ToList())
        {
            _tries.Remove(key);
        }

        foreach (string key in _buckets.Where(b => b.Value.IsFull(now)).Select(b => b.Key).ToList())
        {
            _buckets.Remove(key);
        }

        if (_tries.Count + _buckets.Count >= MostKept)
        {
            foreach (string key in _tries.OrderBy(t => t.Value.Last).Take(MostKept / 4).Select(t => t.Key).ToList())
            {
                _tries.Remove(key);
            }

            foreach (string key in _buckets.OrderBy(b => b.Value.Last).Take(MostKept / 4).Select(b => b.Key).ToList())
            {
                _buckets.Remove(key);
            }
        }
    }

    private sealed class Tries
    {
        public int Count { get; set; }
        public DateTimeOffset Last { get; set; }
        public DateTimeOffset Until { get; set; }
    }

    // So many at once, and then one in a while.
    private sealed class Bucket(int burst, TimeSpan every, DateTimeOffset now)
    {
        private double _left = burst;

        public DateTimeOffset Last { get; private set; } = now;

        public bool IsFull(DateTimeOffset at)
        {
            Fill(at);
            return _left >= burst;
        }

        public TimeSpan? WaitAt(DateTimeOffset at)
        {
            Fill(at);
            return _left >= 1 ? null : (1 - _left) * every;
        }

        public void Take(DateTimeOffset at)
        {
            Fill(at);
            _left--;
        }

        public void GiveBack() => _left = Math.Min(burst, _left + 1);

        private void Fill(DateTimeOffset at)
        {
            _left = Math.Min(burst, _left + Math.Max(0, (at - Last) / every));
            Last = at > Last ? at : Last;
        }
    }
}
