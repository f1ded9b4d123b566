using Overread.Quality.Numerics;
using Overread.Quality.Readers;

namespace Overread.Cli.Server.Campaigns;

/// <summary>
/// A campaign with troubled readers, as the simulation plays it: what is true, what was suggested, who answers what. Every
/// answer depends on the seed, the reader, the item and how many items the reader has seen, never on the order in which
/// readers come, so that a server and a simulation in process play the same readers.
/// </summary>
internal sealed class TroubleScript
{
    public const int Categories = 4;
    public const int Waves = 10;
    public const int GoldPerWave = 4;
    public const int ReadsPerItem = 5;

    /// <summary>Ordinary items that every reader reads in a wave.</summary>
    public const int OwnPerWave = 36;

    /// <summary>Share of items that a careless reader gets wrong, easy or hard: of every ten reads three.</summary>
    private const double CarelessErrors = 0.3;

    /// <summary>The same of a reader who has drifted.</summary>
    private const double DriftedErrors = 0.5;

    private readonly ulong _seed;
    private readonly (int Truth, int Suggestion, int Confused, bool Hard)[] _items;

    private TroubleScript(ulong seed, IReadOnlyList<Worker> workers)
    {
        (_seed, Workers) = (seed, workers);
        _items = [.. Enumerable.Range(0, Waves * (GoldPerWave + OwnItemsPerWave)).Select(Item)];
    }

    public IReadOnlyList<Worker> Workers { get; }

    /// <summary>Ordinary items of a wave: as many as give every reader their share.</summary>
    public int OwnItemsPerWave => Workers.Count * OwnPerWave / ReadsPerItem;

    public int ItemCount => _items.Length;

    /// <summary>The items of a wave, gold first.</summary>
    public (IReadOnlyList<int> Gold, IReadOnlyList<int> Own) Wave(int wave)
    {
        int first = wave * (GoldPerWave + OwnItemsPerWave);
        return ([.. Enumerable.Range(first, GoldPerWave)], [.. Enumerable.Range(first + GoldPerWave, OwnItemsPerWave)]);
    }

    public bool IsGold(int item) => item % (GoldPerWave + OwnItemsPerWave) < GoldPerWave;

    public int Truth(int item) => _items[item].Truth;

    public int Suggestion(int item) => _items[item].Suggestion;

    /// <summary>Twelve honest readers, and eight others where trouble is asked for; who is what is drawn.</summary>
    public static TroubleScript Draw(ulong seed, bool trouble)
    {
        SeededRandom random = SeededRandom.ForPart(seed, trouble ? 1UL : 2UL);
        List<Worker> drawn = [];
        for (int i = 0; i < 12; i++)
        {
            drawn.Add(Person(ref random, null));
        }

        if (trouble)
        {
            double leader = 0.74 + (0.04 * random.NextDouble());
            drawn.Add(Person(ref random, Trouble.Colluding) with { Accuracy = leader });
            drawn.Add(Person(ref random, Trouble.Colluding) with { Leader = 12 });
            drawn.Add(Person(ref random, Trouble.Careless) with { Accuracy = 1 - CarelessErrors });
            drawn.Add(Person(ref random, Trouble.Drifting) with { Accuracy = 0.95, From = 130 + random.Next(50) });
            drawn.Add(Person(ref random, Trouble.CopiesSuggestions));
            drawn.Add(
                Person(ref random, Trouble.StraightLining) with
                {
                    From = 1 + random.Next(60),
                    Answer = random.Next(Categories),
                }
            );
            drawn.Add(Person(ref random, Trouble.Bot) with { Seconds = 1.5 + random.NextDouble() });
            drawn.Add(Person(ref random, Trouble.Bot) with { Waits = true });
        }

        int[] order = [.. Enumerable.Range(0, drawn.Count)];
        random.Shuffle(order);
        int[] place = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            place[order[i]] = i;
        }

        return new(seed, [.. order.Select((from, to) => Placed(drawn[from], from, to, place))]);
    }

    /// <summary>What a reader answers.</summary>
    /// <param name="worker">The reader.</param>
    /// <param name="item">The item.</param>
    /// <param name="own">The reader's own read of gold items or of ordinary ones, from 1.</param>
    public (int Answer, double Seconds) Answer(int worker, int item, int own)
    {
        Worker who = Workers[worker];
        SeededRandom random = Stream(3, ((ulong)worker << 32) | (uint)item);
        double spread = who is { Planted: Trouble.Bot, Waits: false } ? 0.05 : 0.5;
        double seconds = Math.Round(who.Seconds * Math.Exp(spread * random.NextNormal()), 2);
        double chance = random.NextDouble();
        bool begun = own >= (IsGold(item) ? 1 + (who.From * GoldPerWave / OwnPerWave) : who.From);
        int answer = who.Planted switch
        {
            Trouble.Bot => random.Next(Categories),
            Trouble.StraightLining when begun && chance < 0.93 => who.Answer,
            Trouble.CopiesSuggestions when chance < 0.9 => Suggestion(item),
            Trouble.Colluding when who.Leader >= 0 && chance < 0.97 => Answer(who.Leader, item, own).Answer,
            Trouble.Careless => CarelessAnswer(worker, item, own, ref random),
            Trouble.Drifting when begun && random.NextDouble() < DriftedErrors => Wrong(item, ref random),
            _ => Attentive(item, 1 - who.Accuracy, ref random),
        };
        return (answer, seconds);
    }

    // Three wrong of every ten of each sort, at drawn places, so that the planted share is the one that is met.
    private int CarelessAnswer(int worker, int item, int own, ref SeededRandom random)
    {
        int[] places = [.. Enumerable.Range(0, 10)];
        ulong block = ((ulong)worker << 33) | (IsGold(item) ? 1UL << 32 : 0) | (uint)((own - 1) / 10);
        SeededRandom order = Stream(4, block);
        order.Shuffle(places);
        return places[(own - 1) % 10] < 10 * CarelessErrors ? Wrong(item, ref random) : Truth(item);
    }

    private int Attentive(int item, double errors, ref SeededRandom random)
    {
        (int truth, int suggestion, _, bool hard) = _items[item];
        // Hard items have three times the errors; the mean over the mix of items stays.
        double share = Math.Min(0.75, errors * (hard ? 3 : 0.55 / 0.85));
        if (suggestion != truth && random.NextDouble() < 0.04)
        {
            return suggestion;
        }

        return random.NextDouble() < share ? Wrong(item, ref random) : truth;
    }

    private int Wrong(int item, ref SeededRandom random)
    {
        (int truth, _, int confused, _) = _items[item];
        return random.NextDouble() < 0.6 ? confused : (truth + 1 + random.Next(Categories - 1)) % Categories;
    }

    private (int Truth, int Suggestion, int Confused, bool Hard) Item(int item)
    {
        SeededRandom random = Stream(5, (uint)item);
        double u = random.NextDouble();
        int truth =
            u < 0.4 ? 0
            : u < 0.7 ? 1
            : u < 0.9 ? 2
            : 3;
        int confused = (truth + 1 + random.Next(Categories - 1)) % Categories;
        int wrong = (truth + 1 + random.Next(Categories - 1)) % Categories;
        return (truth, random.NextDouble() < 0.15 ? wrong : truth, confused, random.NextDouble() < 0.15);
    }

    private SeededRandom Stream(ulong use, ulong part) =>
        new(SeededRandom.ForPart(_seed, use).NextBits() ^ SeededRandom.ForPart(part, use).NextBits());

    private static Worker Person(ref SeededRandom random, Trouble? planted) =>
        new("", 0.9 + (0.08 * random.NextDouble()), 20 + (20 * random.NextDouble()), planted);

    private static Worker Placed(Worker worker, int from, int to, int[] place) =>
        worker with
        {
            Name = $"worker-{to + 1:00}",
            Leader = worker.Leader < 0 ? -1 : place[worker.Leader],
            Partner = worker.Planted == Trouble.Colluding ? place[from == 12 ? 13 : 12] : -1,
        };
}
