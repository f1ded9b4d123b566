using Overread.Domain.Signing;
using Overread.Storage;

namespace Overread.Server.Features.Signing.Contracts;

/// <summary>
/// What people were shown to sign and have not signed yet, and the sessions in which somebody has signed. In memory alone:
/// after a restart people are shown anew what they sign, and prove anew who they are.
/// </summary>
internal sealed class SigningBook(IEntropy entropy, TimeProvider time)
{
    private const int Most = 10_000;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SigningChallenge> _shown = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sessions = new(StringComparer.Ordinal);

    /// <summary>True where nobody has signed in the session yet.</summary>
    public bool IsFirst(string session)
    {
        lock (_gate)
        {
            return !_sessions.Contains(session);
        }
    }

    /// <summary>Somebody has signed in the session with all components.</summary>
    public void Signed(string session)
    {
        lock (_gate)
        {
            if (_sessions.Count >= Most)
            {
                _sessions.Clear();
            }

            _sessions.Add(session);
        }
    }

    /// <summary>Keeps what somebody is shown.</summary>
    /// <returns>The id under which it is kept.</returns>
    public string Show(SigningChallenge challenge)
    {
        byte[] random = new byte[24];
        entropy.Fill(random);
        string id = Convert.ToHexStringLower(random);
        lock (_gate)
        {
            if (_shown.Count >= Most)
            {
                DateTimeOffset now = time.GetUtcNow();
                foreach (
                    string old in _shown
                        .Where(s => now - s.Value.Issued > SigningChallenge.Lasts)
                        .Select(s => s.Key)
                        .ToList()
                )
                {
                    _shown.Remove(old);
                }
            }

            if (_shown.Count >= Most)
            {
                _shown.Remove(_shown.MinBy(s => s.Value.Issued).Key);
            }

            _shown[id] = challenge;
        }

        return id;
    }

    /// <summary>What was shown under an id; it is not found a second time.</summary>
    public SigningChallenge? Take(string id)
    {
        lock (_gate)
        {
            return _shown.Remove(id, out SigningChallenge? shown) ? shown : null;
        }
    }
}
