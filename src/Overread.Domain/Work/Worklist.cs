namespace Overread.Domain.Work;

/// <summary>
/// Which item a reader gets next. Each reader has a random order of their own, drawn from the project's seed and the
/// reader's place; no item is offered to more readers than the policy wants, and none twice to the same reader. The
/// search begins where the reader's last one ended, so a queue of 100,000 items answers in microseconds. It is a
/// projection in memory: rebuilt from the reads whenever the server starts. Not thread-safe.
/// </summary>
public sealed class Worklist(long seed)
{
    private readonly List<Entry> _items = [];
    private readonly Dictionary<string, int> _places = [];
    private readonly Dictionary<string, Order> _orders = [];
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>Reads wanted per item: the current policy.</summary>
    public int Wanted { get; set; }

    /// <summary>Items that may be read.</summary>
    public int Count { get; private set; }

    /// <summary>Adds an item, or makes it readable again.</summary>
    public void Add(string item)
    {
        if (_places.TryGetValue(item, out int place))
        {
            Recount(place, () => _items[place].Readable = true);
            Reopen(place);
            return;
        }

        _places[item] = _items.Count;
        _items.Add(new Entry(item));
        Count++;
    }

    /// <summary>Takes an item out: nobody gets it any more.</summary>
    public void Remove(string item)
    {
        if (_places.TryGetValue(item, out int place))
        {
            Recount(place, () => _items[place].Readable = false);
        }
    }

    /// <summary>Takes an item out of the ordinary queue for good: its right answers are known, and it serves another purpose.</summary>
    /// <param name="item">The item.</param>
    /// <param name="counted">True where readers get it all the same, so that it is one of the items that may be read.</param>
    public void SetAside(string item, bool counted)
    {
        if (_places.TryGetValue(item, out int place))
        {
            Recount(
                place,
                () =>
                {
                    _items[place].Aside = true;
                    _items[place].Counted = counted;
                }
            );
        }
    }

    private void Recount(int place, System.Action change)
    {
        Count -= _items[place].Counts ? 1 : 0;
        change();
        Count += _items[place].Counts ? 1 : 0;
    }

    /// <summary>Notes that a reader holds or has read an item.</summary>
    public void Take(string item, string reader)
    {
        if (_places.TryGetValue(item, out int place))
        {
            string known = NameOf(reader);
            _items[place].Readers.Add(known);
            _items[place].Ever.Add(known);
        }
    }

    /// <summary>Notes that a reader's place at an item is free again.</summary>
    /// <param name="item">The item.</param>
    /// <param name="reader">Who had it.</param>
    /// <param name="offerAgain">False after a skip: the same reader is not asked twice.</param>
    public void Free(string item, string reader, bool offerAgain)
    {
        if (!_places.TryGetValue(item, out int place))
        {
            return;
        }

        _items[place].Readers.Remove(reader);
        if (!offerAgain)
        {
            _items[place].Declined.Add(NameOf(reader));
        }

        Reopen(place);
    }

    /// <summary>Notes that a reader has seen what others answered about an item: they get it no more.</summary>
    public void Show(string item, string reader)
    {
        if (_places.TryGetValue(item, out int place))
        {
            _items[place].Show(NameOf(reader));
        }
    }

    /// <summary>The same text for an item of the list, and for a reader, each time: whoever keeps many keeps each once.</summary>
    public (string Item, string Reader) Shared(string item, string reader) =>
        (_places.TryGetValue(item, out int place) ? _items[place].Id : item, NameOf(reader));

    private string NameOf(string reader)
    {
        if (!_names.TryGetValue(reader, out string? known))
        {
            _names[reader] = known = reader;
        }

        return known;
    }

    /// <summary>Notes that a reader has seen what others answered about every item so far.</summary>
    public void ShowAll(string reader)
    {
        string known = NameOf(reader);
        foreach (Entry item in _items)
        {
            item.Show(known);
        }
    }

    /// <summary>The reader's next item, or null when nothing is left for them now.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="fits">Says of an item whether it may be theirs; what is refused now may be offered later.</param>
    public string? Next(string reader, Func<string, bool>? fits = null)
    {
        if (!_orders.TryGetValue(reader, out Order? order))
        {
            _orders[reader] = order = new Order(seed, reader);
        }

        order.GrowTo(_items.Count);
        int? refused = null;
        for (int i = order.Cursor; i < order.Places.Count; i++)
        {
            Entry item = _items[order.Places[i]];
            if (
                item.Readable
                && !item.Aside
                && item.Readers.Count < Wanted
                && !item.Readers.Contains(reader)
                && !item.Declined.Contains(reader)
                && !item.Seen.Contains(reader)
            )
            {
                if (fits?.Invoke(item.Id) != false)
                {
                    order.Cursor = refused ?? order.Cursor;
                    return item.Id;
                }

                refused ??= i;
            }

            // Passed over until an event makes the item readable again: Reopen moves the cursor back.
            order.Cursor = i + 1;
        }

        order.Cursor = refused ?? order.Cursor;

        return null;
    }

    /// <summary>Begins every reader's search anew, after the number of reads wanted has changed.</summary>
    public void RewindAll()
    {
        foreach (Order order in _orders.Values)
        {
            order.Cursor = 0;
        }
    }

    private void Reopen(int place)
    {
        foreach (Order order in _orders.Values)
        {
            order.Reopen(place);
        }
    }

    private sealed class Entry(string id)
    {
        public string Id { get; } = id;
        public bool Readable { get; set; } = true;

        /// <summary>Not in the ordinary queue.</summary>
        public bool Aside { get; set; }

        /// <summary>One of the items that may be read, while it is readable.</summary>
        public bool Counted { get; set; } = true;

        public bool Counts => Readable && Counted;

        // Fields, for they change in place.
        public Few Readers;
        public Few Declined;

        /// <summary>Whoever had it once, whatever became of it.</summary>
        public Few Ever;

        /// <summary>Whoever has seen what others answered.</summary>
        public Few Seen;

        // Where nobody else had it yet there was nothing to see.
        public void Show(string reader)
        {
            if (Ever.HasOtherThan(reader))
            {
                Seen.Add(reader);
            }
        }
    }

    /// <summary>
    /// A set of a handful of readers. A project has hundreds of thousands of items, most with one to three readers: sets with
    /// tables of their own would take more room than all else.
    /// </summary>
    private struct Few
    {
        private string[]? _names;

        public readonly int Count => _names?.Length ?? 0;

        public readonly bool Contains(string name) => _names is not null && Array.IndexOf(_names, name) >= 0;

        public readonly bool HasOtherThan(string name) =>
            _names is { Length: > 1 } || (_names is { Length: 1 } && _names[0] != name);

        public void Add(string name)
        {
            if (!Contains(name))
            {
                _names = [.. _names ?? [], name];
            }
        }

        public void Remove(string name)
        {
            if (Contains(name))
            {
                _names = _names!.Length == 1 ? null : [.. _names.Where(n => n != name)];
            }
        }
    }

    // A random order that keeps what was drawn when items are added later: the new ones are shuffled among themselves.
    private sealed class Order(long seed, string reader)
    {
        private ulong _state = Seed(seed, reader);
        private readonly List<int> _positions = [];

        public List<int> Places { get; } = [];
        public int Cursor { get; set; }

        public void GrowTo(int count)
        {
            int start = Places.Count;
            for (int place = start; place < count; place++)
            {
                Places.Add(place);
                _positions.Add(place);
            }

            for (int i = Places.Count - 1; i > start; i--)
            {
                int j = start + (int)(NextRandom() % (ulong)(i - start + 1));
                (Places[i], Places[j]) = (Places[j], Places[i]);
            }

            for (int i = start; i < Places.Count; i++)
            {
                _positions[Places[i]] = i;
            }
        }

        public void Reopen(int place)
        {
            if (place < _positions.Count)
            {
                Cursor = Math.Min(Cursor, _positions[place]);
            }
        }

        // SplitMix64 (Steele, Lea, Flood 2014): small, and the same on every machine and version.
        private ulong NextRandom()
        {
            ulong z = _state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }

        // FNV-1a over the reader's id, mixed with the project's seed.
        private static ulong Seed(long seed, string reader)
        {
            ulong hash = 14695981039346656037;
            foreach (char c in reader)
            {
                hash = (hash ^ c) * 1099511628211;
            }

            return hash ^ unchecked((ulong)seed);
        }
    }
}
