using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Overread.Server.Access;

/// <summary>
/// What was found out for the last keys, where finding it out again is only slower. Forgets everything when it is full. Safe
/// for many threads.
/// </summary>
/// <param name="most">How many keys it keeps.</param>
internal sealed class Remembered<T>(int most)
    where T : class
{
    private readonly ConcurrentDictionary<string, T> _known = new(StringComparer.Ordinal);

    public bool TryFind(string key, [NotNullWhen(true)] out T? value) => _known.TryGetValue(key, out value);

    public void Keep(string key, T value)
    {
        if (_known.Count >= most)
        {
            _known.Clear();
        }

        _known[key] = value;
    }
}
