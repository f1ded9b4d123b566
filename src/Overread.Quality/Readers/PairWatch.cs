namespace Overread.Quality.Readers;

/// <summary>
/// For every pair: how often both give the same answer among the shared items where one of them differs from the reference at
/// least. The bound is the stated one or, where items make everybody err alike,
/// half as much again as all other pairs show.
/// </summary>
internal sealed class PairWatch(int readers)
{
    private readonly Dictionary<(int, int), ExcessTest> _tests = [];
    private readonly int[] _count = new int[readers];
    private readonly int[] _same = new int[readers];
    private int _allCount;
    private int _allSame;

    internal long Pairs => Math.Max(1, (long)readers * (readers - 1) / 2);

    internal ExcessTest Add(int first, int second, bool same, double stated)
    {
        (int, int) key = first < second ? (first, second) : (second, first);
        if (!_tests.TryGetValue(key, out ExcessTest? test))
        {
            _tests[key] = test = new ExcessTest();
        }

        // Pairs without either of the two; what the two share is counted with both, hence once too often.
        int count = _allCount - _count[first] - _count[second] + test.Count;
        int shared = _allSame - _same[first] - _same[second] + test.Happened;
        double share = (shared + 1.0) / (count + 2);
        double others = count < 50 ? 0 : (1.5 * share) + (2 * Math.Sqrt(share * (1 - share) / count));
        test.Add(same, Math.Clamp(Math.Max(stated, others), 0.01, 0.99));
        foreach (int reader in (int[])[first, second])
        {
            _count[reader]++;
            _same[reader] += same ? 1 : 0;
        }

        _allCount++;
        _allSame += same ? 1 : 0;
        return test;
    }
}
