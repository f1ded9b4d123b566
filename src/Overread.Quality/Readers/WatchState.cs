using Overread.Quality.Agreement;

namespace Overread.Quality.Readers;

/// <summary>What the watch knows of all readers so far.</summary>
internal sealed class WatchState
{
    // How the rate of false alarms is shared out; sums to one.
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

    private readonly WatchedReader[] _readers;
    private readonly PairWatch _pairs;
    private readonly PaceWatch _pace;
    private readonly WatchOptions _options;
    private readonly int _categories;
    private readonly Dictionary<(int Reader, Trouble Kind, int Partner), ReaderFinding> _found = [];

    internal WatchState(int readers, int categories, WatchOptions options)
    {
        _readers = [.. Enumerable.Range(0, readers).Select(_ => new WatchedReader(options.Mark, categories))];
        _pairs = new PairWatch(readers);
        _pace = new PaceWatch(readers);
        (_options, _categories) = (options, categories);
    }

    /// <summary>A read begins to count: its number, its time.</summary>
    internal void Begin(WatchedRead read)
    {
        WatchedReader reader = _readers[read.Reader];
        reader.Reads++;
        if (!double.IsFinite(read.Seconds))
        {
            return;
        }

        if (_pace.OthersMedian(read.Reader) is { } typical)
        {
            bool hasty = read.Seconds < _options.HasteBelow * typical;
            reader.Haste.Add(hasty, _options.Hasty);
            Settle(read.Reader, Trouble.Hasty, reader.Haste.LogEvidence, () => HasteFigures(reader, typical));
        }

        _pace.Add(read.Reader, read.Seconds);
    }

    /// <summary>A read of a gold item, with those of it that came before.</summary>
    internal void Gold(WatchedRead read, int truth, IReadOnlyList<WatchedRead> before)
    {
        Begin(read);
        WatchedReader reader = _readers[read.Reader];
        reader.GoldReads++;
        reader.Gold.Add(read.Answer == truth);
        Judge(read, truth, read.Answer == truth ? 1 : AnyWrong, 0);
        foreach (WatchedRead other in before)
        {
            Pair(other, read, truth, _options.SharedErrors);
        }
    }

    /// <summary>An ordinary item whose reads are complete.</summary>
    internal void Compare(IReadOnlyList<WatchedRead> item)
    {
        int[] votes = new int[_categories];
        foreach (WatchedRead read in item)
        {
            votes[read.Answer]++;
        }

        foreach (WatchedRead read in item)
        {
            votes[read.Answer]--;
            int others = item.Count - 1;
            int majority = Majority(votes, others);
            if (majority >= 0)
            {
                _readers[read.Reader].Agreed.Add(read.Answer == majority);
                double bound = Math.Clamp((votes[read.Answer] + 1.0) / (others + 1), AnyWrong, 1);
                double follow = read.Suggestion >= 0 ? (votes[read.Suggestion] + 0.5) / (others + 1) : 0;
                Judge(read, majority, bound, follow);
            }

            votes[read.Answer]++;
        }

        for (int i = 0; i < item.Count; i++)
        {
            for (int j = i + 1; j < item.Count; j++)
            {
                votes[item[i].Answer]--;
                votes[item[j].Answer]--;
                int majority = Majority(votes, item.Count - 2);
                votes[item[i].Answer]++;
                votes[item[j].Answer]++;
                if (majority >= 0)
                {
                    Pair(item[i], item[j], majority, _options.SharedMinority);
                }
            }
        }
    }

    /// <summary>One finding per reader: the most specific of what was found, and of equally specific ones the surer.</summary>
    internal IReadOnlyList<ReaderFinding> Findings() =>
        [
            .. _found
                .Values.Where(finding => !Explained(finding))
                .GroupBy(finding => finding.Reader)
                .Select(own => own.OrderBy(finding => Rank(finding.Kind)).ThenByDescending(f => f.LogEvidence).First())
                .OrderBy(finding => finding.Reader),
        ];

    // Answers at random have rows now and then, and one answer for all agrees with nobody: neither explains the other.
    private static Trouble Rank(Trouble kind) => kind == Trouble.Bot ? Trouble.StraightLining : kind;

    // Two who straight-line, or two programs, share answers without knowing of one another.
    private bool Explained(ReaderFinding finding) =>
        finding.Kind == Trouble.Colluding && (Alone(finding.Reader) || Alone(finding.Partner));

    private bool Alone(int reader) =>
        _found.ContainsKey((reader, Trouble.StraightLining, -1)) || _found.ContainsKey((reader, Trouble.Bot, -1));

    private static int Majority(int[] votes, int others)
    {
        if (others < 2)
        {
            return -1;
        }

        int best = 0;
        for (int k = 1; k < votes.Length; k++)
        {
            best = votes[k] > votes[best] ? k : best;
        }

        return votes[best] * 2 > others && votes[best] >= 2 ? best : -1;
    }

    // What a read says of its reader once there is something to hold it against.
    private void Judge(WatchedRead read, int reference, double bound, double follow)
    {
        WatchedReader reader = _readers[read.Reader];
        bool right = read.Answer == reference;
        reader.Fall.Add(right);
        reader.Steady.Add(read.Answer, bound);
        // Who answers at random agrees once in as many times as there are answers; the bound lies a third of the way from
        // there to full agreement, where no attentive reader is.
        double chance = 1.0 / _categories;
        reader.Random.Add(!right, Math.Max((1 - chance) * 0.65, 1 - _options.Mark));
        if (read.Suggestion >= 0 && read.Suggestion != reference)
        {
            double errors = reader.ErrorBound();
            double most = Math.Clamp(Math.Max(Math.Max(_options.WrongSuggestions, errors), follow), 0.01, 0.99);
            reader.Follows.Add(read.Answer == read.Suggestion, most);
        }
        else
        {
            reader.Free++;
            reader.FreeErrors += right ? 0 : 1;
        }

        Settle(read.Reader, Trouble.Careless, reader.Careless(), () => CarelessFigures(reader));
        Settle(read.Reader, Trouble.Drifting, reader.Fall.LogEvidence, () => FallFigures(reader));
        Settle(read.Reader, Trouble.StraightLining, reader.Steady.LogEvidence, () => SteadyFigures(reader));
        Settle(read.Reader, Trouble.Bot, reader.Random.LogEvidence, () => RandomFigures(reader));
        Settle(read.Reader, Trouble.CopiesSuggestions, reader.Follows.LogEvidence, () => FollowFigures(reader));
    }

    private void Pair(WatchedRead first, WatchedRead second, int reference, double bound)
    {
        bool same = first.Answer == second.Answer;
        // Where neither differs there is nothing to share; a suggestion that both took over explains itself.
        bool suggested = same && (first.Answer == first.Suggestion || second.Answer == second.Suggestion);
        if ((first.Answer == reference && second.Answer == reference) || suggested)
        {
            return;
        }

        ExcessTest test = _pairs.Add(first.Reader, second.Reader, same, bound);
        double limit = Bound(Trouble.Colluding, _pairs.Pairs);
        foreach ((int own, int other) in ((int, int)[])[(first.Reader, second.Reader), (second.Reader, first.Reader)])
        {
            Settle(own, Trouble.Colluding, test.LogEvidence, () => PairFigures(test), other, limit);
        }
    }

    // The largest chance that an attentive reader has of one wrong answer to an item, hard ones included.
    private double AnyWrong => Math.Max(0.25, 1 - _options.Mark);

    private double Bound(Trouble kind, long tests) => Math.Log(tests / (_options.FalseAlarms * s_shares[kind]));

    private void Settle(
        int reader,
        Trouble kind,
        double evidence,
        Func<Dictionary<string, double>> figures,
        int partner = -1,
        double? limit = null
    )
    {
        double bound = limit ?? Bound(kind, _readers.Length);
        if (_found.TryGetValue((reader, kind, partner), out ReaderFinding? earlier))
        {
            _found[(reader, kind, partner)] = earlier with { LogEvidence = evidence };
        }
        else if (evidence >= bound)
        {
            WatchedReader own = _readers[reader];
            _found[(reader, kind, partner)] = new(
                reader,
                kind,
                own.Reads,
                own.GoldReads,
                evidence,
                bound,
                Propose(kind),
                figures(),
                partner
            );
        }
    }

    private static ReaderProposal Propose(Trouble kind) =>
        kind switch
        {
            Trouble.Colluding => ReaderProposal.ThirdReader,
            Trouble.StraightLining or Trouble.Bot => ReaderProposal.Requeue,
            Trouble.Careless or Trouble.Hasty => ReaderProposal.Pause,
            _ => ReaderProposal.Refresh,
        };

    private static Dictionary<string, double> CarelessFigures(WatchedReader reader)
    {
        Dictionary<string, double> figures = new()
        {
            ["gold_right"] = reader.Gold.Right,
            ["gold"] = reader.Gold.Count,
            ["agreed"] = reader.Agreed.Right,
            ["compared"] = reader.Agreed.Count,
            ["log_evidence_gold"] = reader.Gold.LogEvidence,
            ["log_evidence_agreement"] = reader.Agreed.LogEvidence,
        };
        int count = reader.Gold.Count + reader.Agreed.Count;
        int right = reader.Gold.Right + reader.Agreed.Right;
        ConfidenceInterval interval = AnytimeInterval.Of(right, count);
        (figures["share"], figures["low"], figures["high"]) = ((double)right / count, interval.Low, interval.High);
        return figures;
    }

    private static Dictionary<string, double> FallFigures(WatchedReader reader) =>
        new()
        {
            ["changed_after"] = reader.Fall.ChangedAfter,
            ["before"] = reader.Fall.Before ?? double.NaN,
            ["after"] = reader.Fall.After ?? double.NaN,
            ["judged"] = reader.Fall.Count,
        };

    private static Dictionary<string, double> SteadyFigures(WatchedReader reader) =>
        new() { ["answer"] = reader.Steady.Answer, ["judged"] = reader.Steady.Count };

    private static Dictionary<string, double> RandomFigures(WatchedReader reader) =>
        new()
        {
            ["disagreed"] = reader.Random.Happened,
            ["judged"] = reader.Random.Count,
            ["expected_at_most"] = reader.Random.Expected,
            ["hasty"] = reader.Haste.Happened,
            ["timed"] = reader.Haste.Count,
        };

    private static Dictionary<string, double> FollowFigures(WatchedReader reader) =>
        new()
        {
            ["wrong_suggestions"] = reader.Follows.Count,
            ["taken_over"] = reader.Follows.Happened,
            ["expected_at_most"] = reader.Follows.Expected,
        };

    private static Dictionary<string, double> PairFigures(ExcessTest test) =>
        new()
        {
            ["items_where_one_differs"] = test.Count,
            ["same_answer"] = test.Happened,
            ["expected_at_most"] = test.Expected,
        };

    private static Dictionary<string, double> HasteFigures(WatchedReader reader, double typical) =>
        new()
        {
            ["hasty"] = reader.Haste.Happened,
            ["timed"] = reader.Haste.Count,
            ["others_median_seconds"] = typical,
        };
}
