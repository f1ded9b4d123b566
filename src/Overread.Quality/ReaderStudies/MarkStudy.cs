namespace Overread.Quality.ReaderStudies;

/// <summary>
/// A study in which readers mark and rate what they take for lesions (free response). Every reader reads every case under every
/// modality; a case without a mark was read and left unmarked. Of several marks on one lesion the surest counts.
/// </summary>
public sealed class MarkStudy
{
    private readonly double[][] _weights;
    private readonly double[][][] _lesions;
    private readonly double[][][] _falseMarks;

    /// <summary>Makes a study.</summary>
    /// <param name="weights">For each case the weights of its lesions, above 0; none for a case without lesions. They are scaled to sum to 1 in a case.</param>
    /// <param name="marks">All marks.</param>
    /// <param name="modalities">Number of modalities.</param>
    /// <param name="readers">Number of readers.</param>
    /// <exception cref="ArgumentException">An index is outside, a rating is not finite or a weight is not above 0.</exception>
    public MarkStudy(
        IReadOnlyList<IReadOnlyList<double>> weights,
        IEnumerable<ReaderMark> marks,
        int modalities,
        int readers
    )
    {
        if (modalities < 1 || readers < 1 || weights.Count < 1)
        {
            throw new ArgumentException("A study has at least one modality, one reader and one case.");
        }

        if (weights.Any(lesions => lesions.Any(weight => !(weight > 0) || !double.IsFinite(weight))))
        {
            throw new ArgumentException("A lesion's weight is above 0.");
        }

        Modalities = modalities;
        Readers = readers;
        _weights = [.. weights.Select(lesions => lesions.Select(weight => weight / lesions.Sum()).ToArray())];
        Lesions = _weights.Sum(lesions => lesions.Length);
        int cells = modalities * readers;
        List<double>[][] falseMarks =
        [
            .. Enumerable.Range(0, cells).Select(_ => _weights.Select(_ => new List<double>()).ToArray()),
        ];
        _lesions =
        [
            .. Enumerable
                .Range(0, cells)
                .Select(_ =>
                    _weights
                        .Select(lesions => Enumerable.Repeat(double.NegativeInfinity, lesions.Length).ToArray())
                        .ToArray()
                ),
        ];
        foreach (ReaderMark mark in marks)
        {
            if (
                (uint)mark.Modality >= (uint)modalities
                || (uint)mark.Reader >= (uint)readers
                || (uint)mark.Item >= (uint)_weights.Length
                || mark.Lesion < -1
                || mark.Lesion >= _weights[mark.Item].Length
            )
            {
                throw new ArgumentException($"{mark} names a modality, reader, case or lesion that is not there.");
            }

            if (!double.IsFinite(mark.Rating))
            {
                throw new ArgumentException($"{mark} has a rating that is not finite.");
            }

            int cell = (mark.Modality * readers) + mark.Reader;
            if (mark.Lesion < 0)
            {
                falseMarks[cell][mark.Item].Add(mark.Rating);
            }
            else
            {
                ref double best = ref _lesions[cell][mark.Item][mark.Lesion];
                best = Math.Max(best, mark.Rating);
            }
        }

        _falseMarks = [.. falseMarks.Select(items => items.Select(list => list.ToArray()).ToArray())];
    }

    /// <summary>Number of modalities.</summary>
    public int Modalities { get; }

    /// <summary>Number of readers.</summary>
    public int Readers { get; }

    /// <summary>Number of cases.</summary>
    public int Cases => _weights.Length;

    /// <summary>Cases with a lesion.</summary>
    public int DiseasedCases => _weights.Count(lesions => lesions.Length > 0);

    /// <summary>Number of lesions.</summary>
    public int Lesions { get; }

    /// <summary>The FROC curve of a reader under a modality, from (0, 0) to where the marks end.</summary>
    /// <exception cref="ArgumentException">There is no lesion.</exception>
    public IReadOnlyList<FrocPoint> Curve(int modality, int reader)
    {
        if (Lesions == 0)
        {
            throw new ArgumentException("Without a lesion there is no curve.");
        }

        double[] hits = [.. _lesions[Cell(modality, reader)].SelectMany(lesions => lesions).Where(double.IsFinite)];
        double[] misses = [.. _falseMarks[Cell(modality, reader)].SelectMany(marks => marks)];
        Array.Sort(hits);
        Array.Sort(misses);
        List<FrocPoint> points = [new(double.PositiveInfinity, 0, 0)];
        int hit = hits.Length;
        int miss = misses.Length;
        foreach (double threshold in hits.Concat(misses).Distinct().OrderDescending())
        {
            while (hit > 0 && hits[hit - 1] >= threshold)
            {
                hit--;
            }

            while (miss > 0 && misses[miss - 1] >= threshold)
            {
                miss--;
            }

            points.Add(
                new FrocPoint(threshold, (double)(misses.Length - miss) / Cases, (double)(hits.Length - hit) / Lesions)
            );
        }

        return points;
    }

    internal int Cell(int modality, int reader) => (modality * Readers) + reader;

    /// <summary>Ratings of a case's lesions; −∞ where nobody marked.</summary>
    internal double[] LesionsOf(int cell, int item) => _lesions[cell][item];

    internal double[] FalseMarksOf(int cell, int item) => _falseMarks[cell][item];

    internal double[] WeightsOf(int item) => _weights[item];

    internal bool IsDiseased(int item) => _weights[item].Length > 0;
}
