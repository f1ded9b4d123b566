namespace Overread.Quality.Consensus;

/// <summary>
/// Sums weight × (top + log(total)). Totals of plain items are multiplied together and their logarithm is taken once per
/// run, since the logarithm costs more than the rest of the item.
/// </summary>
internal struct LogProduct
{
    private double _sum;
    private double _logs;
    private double _product;

    internal readonly double Total => _sum + _logs + (_product == 0 ? 0 : Math.Log(_product));

    internal void Add(double top, double total, double weight)
    {
        if (weight != 1)
        {
            _sum += weight * (top + Math.Log(total));
            return;
        }

        _sum += top;
        _product = _product == 0 ? total : _product * total;
        if (_product > 1e200)
        {
            _logs += Math.Log(_product);
            _product = 0;
        }
    }
}
