using Overread.Quality.Agreement;
using Overread.Quality.Numerics;
using Overread.Quality.Readers;

namespace Overread.Quality.Tests.Readers;

/// <summary>
/// The watch computed a second time: the events that each test is given are listed from all reads first, then each test, itself checked
/// against its definition elsewhere, is run over its own list.
/// </summary>
public sealed class WatchByDefinition
{
    private const int Readers = 6;
    private const int Items = 90;
    private const int Answers = 3;

    [Theory]
    [InlineData("honest", 0.85, null)]
    [InlineData("careless", 0.85, null)]
    [InlineData("steady", 0.6, null)]
    [InlineData("random", 0.85, null)]
    [InlineData("copies", 0.6, null)]
    [InlineData("careless", 0.85, 4)]
    [InlineData("pair", 0.85, null)]
    [InlineData("pair", 0.85, 5)]
    [InlineData("falls", 0.3, null)]
    [InlineData("hasty", 0.85, null)]
    [InlineData("steady-pair", 0.85, null)]
    [InlineData("random-pair", 0.85, null)]
    public void Findings_are_those_of_a_second_computation(string planted, double mark, int? readsPerItem)
    {
        int findings = 0;
        for (ulong seed = 1; seed <= 2; seed++)
        {
            (List<WatchedRead> reads, int[] gold) = Campaign(planted, seed);
            WatchOptions options = new() { Mark = mark, ReadsPerItem = readsPerItem };
            ReaderFinding[] expected = [.. Second.Findings(reads, gold, options)];
            ReaderFinding[] found = [.. ReaderWatch.Over(reads, gold, Readers, Answers, options)];
            Assert.Equal(
                expected.Select(f => (f.Reader, f.Kind, f.Partner, f.AtRead, f.AtGold, f.Proposal)),
                found.Select(f => (f.Reader, f.Kind, f.Partner, f.AtRead, f.AtGold, f.Proposal))
            );
            foreach ((ReaderFinding wanted, ReaderFinding got) in expected.Zip(found))
            {
                Assert.Equal(wanted.LogEvidence, got.LogEvidence, 1e-9);
                Assert.Equal(wanted.LogBound, got.LogBound, 1e-9);
                Assert.Equal(wanted.Figures.Keys.Order(), got.Figures.Keys.Order());
                Assert.All(wanted.Figures, figure => Assert.Equal(figure.Value, got.Figures[figure.Key], 1e-9));
            }

            findings += found.Length;
        }

        Assert.Equal(planted == "honest", findings == 0);
    }

    /// <summary>A third of the items is gold; half of the reads have a suggestion, a third of them a wrong one; a tenth has no time.</summary>
    private static (List<WatchedRead> Reads, int[] Gold) Campaign(string planted, ulong seed)
    {
        SeededRandom random = new(seed);
        List<WatchedRead> reads = [];
        int[] gold = [.. Enumerable.Range(0, Items).Select(i => i % 3 == 0 ? i / 3 % Answers : -1)];
        for (int item = 0; item < Items; item++)
        {
            int truth = item / 3 % Answers;
            int hard = random.NextDouble() < 0.25 ? (truth + 1) % Answers : truth;
            int suggested = random.NextDouble() < 0.33 ? (truth + 1 + random.Next(2)) % Answers : truth;
            int drawn = random.Next(Answers);
            for (int reader = 0; reader < Readers; reader++)
            {
                int suggestion = random.NextDouble() < 0.5 ? suggested : -1;
                double right = planted == "careless" && reader == 2 ? 0.5 : 0.95;
                right = planted == "falls" && reader == 1 && item > Items / 2 ? 0.3 : right;
                int answer = random.NextDouble() < right ? truth : (truth + 1 + random.Next(2)) % Answers;
                answer = (planted, reader) switch
                {
                    ("steady", 4) or ("steady-pair", 1 or 4) => 2,
                    ("random", 3) or ("random-pair", 0) => random.Next(Answers),
                    ("random-pair", 5) => drawn,
                    ("copies", 5) when suggestion >= 0 => suggestion,
                    ("pair", 0 or 3) => hard,
                    _ => answer,
                };
                double seconds =
                    random.NextDouble() < 0.1 ? double.NaN
                    : planted == "hasty" && reader == 5 ? 1 + random.NextDouble()
                    : 10 + (20 * random.NextDouble());
                reads.Add(new(reader, item, answer, seconds, suggestion));
            }
        }

        return (reads, gold);
    }

    /// <summary>Everything is kept as lists of events in the order in which they come about.</summary>
    private sealed class Second(WatchOptions options)
    {
        private static readonly Dictionary<Trouble, double> s_shares = new()
        {
            [Trouble.Careless] = 0.2,
            [Trouble.Drifting] = 0.2,
            [Trouble.Colluding] = 0.2,
            [Trouble.StraightLining] = 0.1,
            [Trouble.CopiesSuggestions] = 0.1,
            [Trouble.Bot] = 0.1,
            [Trouble.Hasty] = 0.1,
        };

        private readonly MarkTest[] _gold = [.. New(() => new MarkTest(options.Mark))];
        private readonly MarkTest[] _agreed = [.. New(() => new MarkTest(options.Mark))];
        private readonly List<(int Reader, bool Right, bool Free)> _judged = [];
        private readonly List<(int A, int B, bool Same)> _pairs = [];
        private readonly List<WatchedRead> _begun = [];
        private readonly List<int> _goldBegun = [];
        private readonly Dictionary<(int, int), ExcessTest> _shared = [];
        private readonly SteadyAnswerTest[] _steady = [.. New(() => new SteadyAnswerTest(Answers))];
        private readonly FallTest[] _fall = [.. New(() => new FallTest())];
        private readonly ExcessTest[] _random = [.. New(() => new ExcessTest())];
        private readonly ExcessTest[] _follows = [.. New(() => new ExcessTest())];
        private readonly ExcessTest[] _haste = [.. New(() => new ExcessTest())];
        private readonly List<ReaderFinding> _found = [];

        private static IEnumerable<T> New<T>(Func<T> make) => Enumerable.Range(0, Readers).Select(_ => make());

        internal static IEnumerable<ReaderFinding> Findings(List<WatchedRead> reads, int[] gold, WatchOptions options)
        {
            Second second = new(options);
            for (int at = 0; at < reads.Count; at++)
            {
                WatchedRead read = reads[at];
                WatchedRead[] before = [.. reads[..at].Where(r => r.Item == read.Item)];
                second.Begin(read);
                if (gold[read.Item] >= 0)
                {
                    second.Gold(read, gold[read.Item], before);
                }
                else if (before.Length + 1 == (options.ReadsPerItem ?? reads.Count(r => r.Item == read.Item)))
                {
                    second.Compare([.. before, read]);
                }
            }

            ReaderFinding[] told =
            [
                .. second._found.Where(f =>
                    f.Kind != Trouble.Colluding
                    || !second._found.Any(other =>
                        other.Kind is Trouble.StraightLining or Trouble.Bot
                        && (other.Reader == f.Reader || other.Reader == f.Partner)
                    )
                ),
            ];
            Trouble[] order =
            [
                Trouble.StraightLining,
                Trouble.CopiesSuggestions,
                Trouble.Drifting,
                Trouble.Careless,
                Trouble.Hasty,
            ];
            for (int reader = 0; reader < Readers; reader++)
            {
                ReaderFinding[] own = [.. told.Where(f => f.Reader == reader)];
                ReaderFinding? first =
                    own.Where(f => f.Kind == Trouble.Colluding).MaxBy(f => f.LogEvidence)
                    ?? own.Where(f => f.Kind is Trouble.Bot or Trouble.StraightLining).MaxBy(f => f.LogEvidence)
                    ?? order
                        .Select(kind => own.SingleOrDefault(f => f.Kind == kind))
                        .FirstOrDefault(f => f is not null);
                if (first is not null)
                {
                    yield return first;
                }
            }
        }

        private void Begin(WatchedRead read)
        {
            _begun.Add(read);
            int known = _begun.Count(r => r.Reader != read.Reader && double.IsFinite(r.Seconds));
            if (!double.IsFinite(read.Seconds) || known < 50)
            {
                return;
            }

            // The lower median, in steps of a twentieth of a logarithm.
            double[] others = [.. _begun.Where(r => r.Reader != read.Reader).Select(r => r.Seconds)];
            Array.Sort(others);
            double median = others.SkipWhile(double.IsNaN).ElementAt((known - 1) / 2);
            double typical = Math.Exp((Math.Floor((Math.Log(median) + 8) * 20) + 0.5) / 20 - 8);
            ExcessTest test = _haste[read.Reader];
            test.Add(read.Seconds < 0.25 * typical, 0.1);
            Settle(
                read.Reader,
                Trouble.Hasty,
                test.LogEvidence,
                ReaderProposal.Pause,
                ("hasty", test.Happened),
                ("timed", test.Count),
                ("others_median_seconds", typical)
            );
        }

        private void Gold(WatchedRead read, int truth, WatchedRead[] before)
        {
            _goldBegun.Add(read.Reader);
            _gold[read.Reader].Add(read.Answer == truth);
            Judge(read, truth, read.Answer == truth ? 1 : Math.Max(0.25, 1 - options.Mark), 0);
            foreach (WatchedRead other in before)
            {
                Pair(other, read, truth, 0.12);
            }
        }

        private void Compare(WatchedRead[] item)
        {
            foreach (WatchedRead read in item)
            {
                int[] others = [.. item.Where(r => r.Reader != read.Reader).Select(r => r.Answer)];
                if (Majority(others) is { } majority)
                {
                    _agreed[read.Reader].Add(read.Answer == majority);
                    double like = (others.Count(a => a == read.Answer) + 1.0) / (others.Length + 1.0);
                    double follow =
                        read.Suggestion < 0
                            ? 0
                            : (others.Count(a => a == read.Suggestion) + 0.5) / (others.Length + 1.0);
                    Judge(read, majority, Math.Min(1, Math.Max(like, Math.Max(0.25, 1 - options.Mark))), follow);
                }
            }

            for (int i = 0; i < item.Length; i++)
            {
                for (int j = i + 1; j < item.Length; j++)
                {
                    int[] others = [.. item.Where((_, k) => k != i && k != j).Select(r => r.Answer)];
                    if (Majority(others) is { } majority)
                    {
                        Pair(item[i], item[j], majority, 0.2);
                    }
                }
            }
        }

        private static int? Majority(int[] answers) =>
            answers
                .GroupBy(a => a)
                .Where(g => g.Count() >= 2 && g.Count() > answers.Length / 2.0)
                .Select(g => (int?)g.Key)
                .SingleOrDefault();

        private void Judge(WatchedRead read, int reference, double steady, double follow)
        {
            int reader = read.Reader;
            bool right = read.Answer == reference;
            _fall[reader].Add(right);
            _steady[reader].Add(read.Answer, steady);
            _random[reader].Add(!right, Math.Max(0.65 * 2 / 3, 1 - options.Mark));
            bool free = read.Suggestion < 0 || read.Suggestion == reference;
            if (!free)
            {
                bool[] own = [.. _judged.Where(j => j.Reader == reader && j.Free).Select(j => j.Right)];
                double share = (own.Count(r => !r) + 1.0) / (own.Length + 2.0);
                double errors = own.Length < 10 ? 0.5 : share + (2 * Math.Sqrt(share * (1 - share) / own.Length));
                double most = new[] { 0.25, errors, follow }.Max();
                _follows[reader].Add(read.Answer == read.Suggestion, Math.Min(0.99, most));
            }

            _judged.Add((reader, right, free));
            Careless(reader);
            FallTest fall = _fall[reader];
            Settle(
                reader,
                Trouble.Drifting,
                fall.LogEvidence,
                ReaderProposal.Refresh,
                ("changed_after", fall.ChangedAfter),
                ("before", fall.Before ?? double.NaN),
                ("after", fall.After ?? double.NaN),
                ("judged", fall.Count)
            );
            Settle(
                reader,
                Trouble.StraightLining,
                _steady[reader].LogEvidence,
                ReaderProposal.Requeue,
                ("answer", _steady[reader].Answer),
                ("judged", _judged.Count(j => j.Reader == reader))
            );
            Settle(
                reader,
                Trouble.Bot,
                _random[reader].LogEvidence,
                ReaderProposal.Requeue,
                ("disagreed", _judged.Count(j => j.Reader == reader && !j.Right)),
                ("judged", _judged.Count(j => j.Reader == reader)),
                ("expected_at_most", _random[reader].Expected),
                ("hasty", _haste[reader].Happened),
                ("timed", _haste[reader].Count)
            );
            Settle(
                reader,
                Trouble.CopiesSuggestions,
                _follows[reader].LogEvidence,
                ReaderProposal.Refresh,
                ("wrong_suggestions", _follows[reader].Count),
                ("taken_over", _follows[reader].Happened),
                ("expected_at_most", _follows[reader].Expected)
            );
        }

        private void Careless(int reader)
        {
            (MarkTest gold, MarkTest agreed) = (_gold[reader], _agreed[reader]);
            double evidence = Math.Log(
                (
                    Math.Exp(gold.LogEvidence)
                    + Math.Exp(agreed.LogEvidence)
                    + Math.Exp(gold.LogEvidence + agreed.LogEvidence)
                ) / 3
            );
            (int hits, int all) = (gold.Right + agreed.Right, gold.Count + agreed.Count);
            ConfidenceInterval interval = AnytimeInterval.Of(hits, all);
            Settle(
                reader,
                Trouble.Careless,
                evidence,
                ReaderProposal.Pause,
                ("gold_right", gold.Right),
                ("gold", gold.Count),
                ("agreed", agreed.Right),
                ("compared", agreed.Count),
                ("log_evidence_gold", gold.LogEvidence),
                ("log_evidence_agreement", agreed.LogEvidence),
                ("share", hits / (double)all),
                ("low", interval.Low),
                ("high", interval.High)
            );
        }

        private void Pair(WatchedRead first, WatchedRead second, int reference, double stated)
        {
            bool same = first.Answer == second.Answer;
            bool taken = first.Answer == first.Suggestion || second.Answer == second.Suggestion;
            if ((same && first.Answer == reference) || (same && taken))
            {
                return;
            }

            (int a, int b) = (first.Reader, second.Reader);
            bool[] others = [.. _pairs.Where(p => p.A != a && p.A != b && p.B != a && p.B != b).Select(p => p.Same)];
            double share = (others.Count(s => s) + 1.0) / (others.Length + 2.0);
            double usual =
                others.Length < 50 ? 0 : (1.5 * share) + (2 * Math.Sqrt(share * (1 - share) / others.Length));
            (int, int) key = (Math.Min(a, b), Math.Max(a, b));
            ExcessTest test = _shared.TryGetValue(key, out ExcessTest? known) ? known : _shared[key] = new ExcessTest();
            test.Add(same, Math.Min(0.99, Math.Max(stated, usual)));
            _pairs.Add((a, b, same));
            foreach ((int own, int other) in ((int, int)[])[(a, b), (b, a)])
            {
                Settle(
                    own,
                    Trouble.Colluding,
                    test.LogEvidence,
                    ReaderProposal.ThirdReader,
                    other,
                    Readers * (Readers - 1) / 2,
                    ("items_where_one_differs", test.Count),
                    ("same_answer", test.Happened),
                    ("expected_at_most", test.Expected)
                );
            }
        }

        private void Settle(
            int reader,
            Trouble kind,
            double evidence,
            ReaderProposal proposal,
            params (string, double)[] figures
        ) => Settle(reader, kind, evidence, proposal, -1, Readers, figures);

        private void Settle(
            int reader,
            Trouble kind,
            double evidence,
            ReaderProposal proposal,
            int partner,
            int tests,
            params (string Name, double Value)[] figures
        )
        {
            int at = _found.FindIndex(f => f.Reader == reader && f.Kind == kind && f.Partner == partner);
            double bound = Math.Log(tests / (0.05 * s_shares[kind]));
            if (at >= 0)
            {
                _found[at] = _found[at] with { LogEvidence = evidence };
            }
            else if (evidence >= bound)
            {
                _found.Add(
                    new(
                        reader,
                        kind,
                        _begun.Count(r => r.Reader == reader),
                        _goldBegun.Count(r => r == reader),
                        evidence,
                        bound,
                        proposal,
                        figures.ToDictionary(f => f.Name, f => f.Value),
                        partner
                    )
                );
            }
        }
    }
}
