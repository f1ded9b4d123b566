using Overread.Domain.People;
using Overread.Server.Access;
using Overread.Storage;

namespace Overread.Server.Features.Items.Contracts;

/// <summary>
/// Looks at the content of files, put on record before the first byte leaves. A series comes in hundreds of requests: what one person takes
/// of one item within an hour is one look, and one event.
/// </summary>
internal sealed class FileLooks(IDatabase database, TimeProvider time)
{
    private const int MostKept = 50_000;
    private static readonly TimeSpan OneLook = TimeSpan.FromHours(1);
    private readonly Dictionary<(string Person, string What, string Id), (DateTimeOffset At, Task Noted)> _noted = [];
    private readonly Lock _gate = new();

    /// <summary>Records that a caller is about to be shown files, unless the look is on record already.</summary>
    /// <param name="caller">Who looks.</param>
    /// <param name="about">What the event is about.</param>
    /// <param name="what">files, thumbnails, gate-images.</param>
    /// <param name="id">Of what: an item, a project, an entry.</param>
    public async Task Note(Caller caller, About about, string what, string id)
    {
        DateTimeOffset now = time.GetUtcNow();
        (string, string, string) key = (caller.Person, what, id);
        Task noted;
        lock (_gate)
        {
            // Whoever asks for several at once waits for the one event. A clock that went back must not keep looks from the record.
            if (
                _noted.TryGetValue(key, out (DateTimeOffset At, Task Noted) last)
                && last.Noted is { IsFaulted: false, IsCanceled: false }
                && now >= last.At
                && now - last.At < OneLook
            )
            {
                noted = last.Noted;
            }
            else
            {
                if (_noted.Count >= MostKept)
                {
                    _noted.Clear();
                }

                noted = database.Write(caller.Actor, u => u.Append(about, new ItemViewed(what, id)));
                _noted[key] = (now, noted);
            }
        }

        await noted;
    }
}
