namespace Overread.Storage;

/// <summary>
/// Does what the outbox holds, one entry after the other: whenever a unit left something, and at first all that an earlier
/// process left. What fails is kept with its reason and tried again, later and later.
/// </summary>
/// <param name="outbox">The entries.</param>
/// <param name="work">Who does which kind.</param>
/// <param name="time">The clock.</param>
/// <param name="failed">
/// Told of every try that failed, and with no entry of a store that could not be asked: an operator has to see it.
/// </param>
public sealed class OutboxDrain(
    IOutbox outbox,
    IEnumerable<IOutboxWork> work,
    TimeProvider time,
    Action<OutboxEntry?, Exception> failed
) : IDisposable
{
    /// <summary>The wait after the first failure; each further one waits twice as long.</summary>
    public static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait between two tries.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Dictionary<string, IOutboxWork> _work = work.ToDictionary(w => w.Kind, StringComparer.Ordinal);

    /// <summary>Goes on until it is cancelled, and then ends; what is left stays in the outbox.</summary>
    public async Task Run(CancellationToken cancel)
    {
        while (await Next(cancel).ConfigureAwait(false) is var next && !cancel.IsCancellationRequested)
        {
            using CancellationTokenSource rest = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            Task left = outbox.Wait(rest.Token);
            Task due = Task.Delay(
                next is { } at ? Positive(at - time.GetUtcNow()) : Timeout.InfiniteTimeSpan,
                time,
                rest.Token
            );
            await Task.WhenAny(left, due).ConfigureAwait(false);
            await rest.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Does everything that is due now; what a caller left before is done, or failed and kept, when the task ends.</summary>
    /// <returns>When the next of the rest is due, or null where nothing is left.</returns>
    public async Task<DateTimeOffset?> Drain(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            foreach (OutboxEntry entry in outbox.Pending().Where(e => e.Due <= time.GetUtcNow()))
            {
                await Try(entry, cancel).ConfigureAwait(false);
            }

            return outbox.Pending().Min(e => (DateTimeOffset?)e.Due);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<DateTimeOffset?> Next(CancellationToken cancel)
    {
        try
        {
            return await Drain(cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e)
        {
            failed(null, e);
            return time.GetUtcNow() + FirstWait;
        }
    }

    private async Task Try(OutboxEntry entry, CancellationToken cancel)
    {
        try
        {
            if (!_work.TryGetValue(entry.Kind, out IOutboxWork? worker))
            {
                throw new InvalidOperationException($"Nobody does what is called {entry.Kind}.");
            }

            await worker.Do(entry, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            // Another process, or a person, may remove the cause: it is tried again, and nothing behind it waits for it.
            failed(entry, e);
            await outbox
                .Failed(entry.Id, $"{e.GetType().Name}: {e.Message}", time.GetUtcNow() + Wait(entry.Tries))
                .ConfigureAwait(false);
            return;
        }

        await outbox.Done(entry.Id).ConfigureAwait(false);
    }

    private static TimeSpan Wait(int tries) =>
        TimeSpan.FromTicks(Math.Min(LongestWait.Ticks, FirstWait.Ticks << Math.Min(tries, 20)));

    private static TimeSpan Positive(TimeSpan span) => span < TimeSpan.Zero ? TimeSpan.Zero : span;
}
