namespace Overread.Quality.ReaderStudies;

/// <summary>
/// One figure for each reader under each modality, with the covariances that come from cases being a sample: what the
/// analysis of variance of <see cref="ObuchowskiRockette"/> starts from, whatever the figure is.
/// </summary>
public sealed class FigureTable
{
    private readonly double[] _figures;
    private readonly double[] _covariances;

    /// <summary>Makes a table.</summary>
    /// <param name="name">Of the figure, such as <c>empirical-auc</c>.</param>
    /// <param name="modalities">Number of modalities.</param>
    /// <param name="readers">Number of readers.</param>
    /// <param name="figures">Modalities × readers, row by row.</param>
    /// <param name="covariances">Square, one row and column for each figure in that order.</param>
    /// <param name="cases">Number of cases, for planning; at least 1.</param>
    /// <param name="most">The largest value that the figure can have; intervals are cut to it, and to 0.</param>
    /// <exception cref="ArgumentException">Sizes do not fit or a number is not finite.</exception>
    public FigureTable(
        string name,
        int modalities,
        int readers,
        IReadOnlyList<double> figures,
        IReadOnlyList<double> covariances,
        int cases,
        double most = 1
    )
    {
        int cells = modalities * readers;
        if (modalities < 1 || readers < 1 || cases < 1 || figures.Count != cells || covariances.Count != cells * cells)
        {
            throw new ArgumentException(
                $"{figures.Count} figures and {covariances.Count} covariances are no table of {modalities} modalities and {readers} readers."
            );
        }

        if (!figures.All(double.IsFinite) || !covariances.All(double.IsFinite))
        {
            throw new ArgumentException("A figure or covariance is not finite.");
        }

        Name = name;
        Modalities = modalities;
        Readers = readers;
        Cases = cases;
        Most = most;
        _figures = [.. figures];
        _covariances = [.. covariances];
    }

    /// <summary>The name of the figure.</summary>
    public string Name { get; }

    /// <summary>Number of modalities.</summary>
    public int Modalities { get; }

    /// <summary>Number of readers.</summary>
    public int Readers { get; }

    /// <summary>Number of cases.</summary>
    public int Cases { get; }

    /// <summary>The largest value that the figure can have.</summary>
    public double Most { get; }

    /// <summary>The figure of a reader under a modality.</summary>
    public double Figure(int modality, int reader) => _figures[(modality * Readers) + reader];

    /// <summary>The covariance of two figures over samples of cases.</summary>
    public double Covariance(int modality1, int reader1, int modality2, int reader2) =>
        _covariances[(((modality1 * Readers) + reader1) * Modalities * Readers) + (modality2 * Readers) + reader2];

    /// <summary>Mean over readers.</summary>
    public double Mean(int modality) => Enumerable.Range(0, Readers).Average(reader => Figure(modality, reader));
}
