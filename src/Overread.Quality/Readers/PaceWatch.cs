namespace Overread.Quality.Readers;

/// <summary>The median time of a read by all but one reader, in classes of a twentieth of a factor e.</summary>
internal sealed class PaceWatch(int readers)
{
    private const int Classes = 400;
    private const int Fewest = 50;

    private readonly int[][] _own = [.. Enumerable.Range(0, readers).Select(_ => new int[Classes])];
    private readonly int[] _all = new int[Classes];
    private readonly int[] _reads = new int[readers];
    private int _total;

    internal void Add(int reader, double seconds)
    {
        int at = (int)Math.Clamp((Math.Log(Math.Max(seconds, 1e-3)) + 8) * 20, 0, Classes - 1);
        _own[reader][at]++;
        _all[at]++;
        _reads[reader]++;
        _total++;
    }

    /// <summary>The median in seconds; null below fifty reads of others.</summary>
    internal double? OthersMedian(int reader)
    {
        int others = _total - _reads[reader];
        if (others < Fewest)
        {
            return null;
        }

        int seen = 0;
        int at = 0;
        while ((seen += _all[at] - _own[reader][at]) * 2 < others)
        {
            at++;
        }

        return Math.Exp(((at + 0.5) / 20) - 8);
    }
}
