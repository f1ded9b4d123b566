using System.Globalization;
using Microsoft.Extensions.Hosting;
using Overread.Domain.People;
using Overread.Storage;

namespace Overread.Server.Features.People;

/// <summary>
/// What becomes of sign-ins that fail: the first ones of a minute are events of their own, the rest is counted and becomes one
/// event. Nobody without an account makes the record grow by more than that, and no attempt goes uncounted.
/// </summary>
internal sealed class FailedSignIns(IDatabase database, TimeProvider time) : IHostedService, IAsyncDisposable
{
    private const int EachFromOne = 10;
    private const int EachFromAll = 30;
    private const int MostTallies = 100;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _single = new(StringComparer.Ordinal);
    private readonly Dictionary<(string? Person, string From, string Why), long> _counted = [];
    private long _others;
    private int _singles;
    private DateTimeOffset _since;
    private ITimer? _timer;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _since = time.GetUtcNow();
        _timer = time.CreateTimer(_ => _ = Write(), null, Every, Every);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_timer is not null)
        {
            await _timer.DisposeAsync();
            _timer = null;
            await Write();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_timer is not null)
        {
            await _timer.DisposeAsync();
        }
    }

    /// <summary>An attempt failed.</summary>
    /// <param name="person">The account's id, where the address belongs to one.</param>
    /// <param name="from">Where from.</param>
    /// <param name="why">unknown, password, code, disabled or too-many.</param>
    public async Task Add(string? person, string from, string why)
    {
        lock (_gate)
        {
            int before = _single.GetValueOrDefault(from);
            if (why == "too-many" || before >= EachFromOne || _singles >= EachFromAll)
            {
                Count((person, from, why));
                return;
            }

            _single[from] = before + 1;
            _singles++;
        }

        await database.Write(
            Actor.System,
            u =>
                u.Append(
                    new About(null, person is null ? "sign-in" : "person/" + person),
                    new SignInFailed(person, from, why)
                )
        );
    }

    /// <summary>Puts what was counted on the record.</summary>
    public async Task Write()
    {
        SignInsFailed? failed = Take();
        if (failed is null)
        {
            return;
        }

        try
        {
            await database.Write(Actor.System, u => u.Append(new About(null, "sign-in"), failed));
        }
        catch (Exception e) when (e is not ObjectDisposedException)
        {
            // A full disk, say: it stays counted, and is written the next time.
            PutBack(failed);
        }
    }

    private void Count((string? Person, string From, string Why) key)
    {
        if (_counted.Count < MostTallies || _counted.ContainsKey(key))
        {
            _counted[key] = _counted.GetValueOrDefault(key) + 1;
        }
        else
        {
            _others++;
        }
    }

    private SignInsFailed? Take()
    {
        lock (_gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            _single.Clear();
            _singles = 0;
            SignInsFailed? failed =
                _counted.Count == 0
                    ? null
                    : new SignInsFailed(
                        Timestamps.Text(_since),
                        Timestamps.Text(now),
                        [
                            .. _counted
                                .OrderByDescending(c => c.Value)
                                .ThenBy(c => c.Key.From, StringComparer.Ordinal)
                                .Select(c => new SignInTally(c.Key.Person, c.Key.From, c.Key.Why, c.Value)),
                        ],
                        _others
                    );
            _counted.Clear();
            _others = 0;
            _since = now;
            return failed;
        }
    }

    private void PutBack(SignInsFailed failed)
    {
        lock (_gate)
        {
            foreach (SignInTally one in failed.Tallies)
            {
                (string? Person, string From, string Why) key = (one.Person, one.From, one.Why);
                _counted[key] = _counted.GetValueOrDefault(key) + one.Count;
            }

            _others += failed.Others;
            _since = DateTimeOffset.Parse(failed.Since, CultureInfo.InvariantCulture);
        }
    }
}
