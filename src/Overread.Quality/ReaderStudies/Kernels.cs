namespace Overread.Quality.ReaderStudies;

/// <summary>
/// A reader's comparisons under a modality: a diseased case against another one for an area, a case alone for a share. Sums
/// of products of two readers' comparisons, by which cases they have in common, are all that the unbiased variances need
/// (Gallas 2006, Acad. Radiol. 13:353, whose moments M1 to M8 they are).
/// </summary>
internal sealed class Kernels
{
    private readonly double[] _ill;
    private readonly double[] _well;
    private readonly double[] _ofIll;
    private readonly double[] _ofWell;
    private readonly bool _pairs;
    private readonly bool _whichShare;

    private Kernels(ReaderStudy study, int modality, int reader, StudyOutcome outcome, double? threshold)
    {
        _pairs = outcome is StudyOutcome.EmpiricalArea;
        _whichShare = outcome == StudyOutcome.Sensitivity;
        ReadOnlySpan<double> cell = study.Cell(modality, reader);
        _ill = new double[cell.Length];
        _well = new double[cell.Length];
        _ofIll = new double[cell.Length];
        _ofWell = new double[cell.Length];
        Array.Fill(_ill, double.NaN);
        Array.Fill(_well, double.NaN);
        for (int item = 0; item < cell.Length; item++)
        {
            (study.Diseased[item] ? _ill : _well)[item] = cell[item];
        }

        if (_pairs)
        {
            double[] ill = study.Part(modality, reader, true);
            double[] well = study.Part(modality, reader, false);
            Ills = ill.Length;
            Wells = well.Length;
            (double[] ofIll, double[] ofWell) = RocArea.Placements(ill, well);
            int i = 0;
            int w = 0;
            for (int item = 0; item < cell.Length; item++)
            {
                if (!double.IsNaN(_ill[item]))
                {
                    _ofIll[item] = ofIll[i++] * Wells;
                }
                else if (!double.IsNaN(_well[item]))
                {
                    _ofWell[item] = ofWell[w++] * Ills;
                }
            }

            Total = _ofIll.Sum();
            return;
        }

        double[] looked = _whichShare ? _ill : _well;
        for (int item = 0; item < cell.Length; item++)
        {
            if (!double.IsNaN(looked[item]))
            {
                Ills++;
                _ofIll[item] = (looked[item] >= threshold!.Value) == _whichShare ? 1 : 0;
            }
        }

        // A share has one kind of case; the other counts once and is never in common.
        Wells = 1;
        _ill = looked;
        _well = new double[cell.Length];
        Array.Fill(_well, double.NaN);
        Total = _ofIll.Sum();
    }

    /// <summary>Cases of the first kind.</summary>
    internal int Ills { get; }

    /// <summary>Cases of the second kind.</summary>
    internal int Wells { get; }

    /// <summary>Number of comparisons.</summary>
    internal double Count => (double)Ills * Wells;

    /// <summary>Sum of the comparisons.</summary>
    internal double Total { get; }

    /// <summary>The figure; only where there is a comparison.</summary>
    internal double Figure => Total / Count;

    internal bool HasIll(int item) => !double.IsNaN(_ill[item]);

    internal bool HasWell(int item) => !double.IsNaN(_well[item]);

    internal static Kernels Of(ReaderStudy study, int modality, int reader, StudyOutcome outcome, double? threshold) =>
        new(study, modality, reader, outcome, threshold);

    /// <summary>Figures and unbiased covariances of every cell.</summary>
    internal static (double[] Figures, double[] Covariances) Covariances(
        ReaderStudy study,
        StudyOutcome outcome,
        double? threshold
    )
    {
        int cells = study.Modalities * study.Readers;
        Kernels[] kernels =
        [
            .. Enumerable
                .Range(0, cells)
                .Select(cell => Of(study, cell / study.Readers, cell % study.Readers, outcome, threshold)),
        ];
        double[] covariances = new double[cells * cells];
        for (int i = 0; i < cells; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                covariances[(i * cells) + j] = covariances[(j * cells) + i] = kernels[i].With(kernels[j]).Covariance;
            }
        }

        return ([.. kernels.Select(kernel => kernel.Figure)], covariances);
    }

    /// <summary>Sums of products with another reader's comparisons.</summary>
    internal KernelSums With(Kernels other)
    {
        double sameIll = 0;
        double sameWell = 0;
        double sameBoth = 0;
        double ills = 0;
        double wells = 0;
        List<int> commonWells = [];
        for (int item = 0; item < _ill.Length; item++)
        {
            if (HasIll(item) && other.HasIll(item))
            {
                ills++;
                sameIll += _ofIll[item] * other._ofIll[item];
            }
            else if (HasWell(item) && other.HasWell(item))
            {
                wells++;
                sameWell += _ofWell[item] * other._ofWell[item];
                commonWells.Add(item);
            }
        }

        for (int item = 0; _pairs && item < _ill.Length; item++)
        {
            if (!HasIll(item) || !other.HasIll(item))
            {
                continue;
            }

            foreach (int well in commonWells)
            {
                sameBoth += Compare(_ill[item], _well[well]) * Compare(other._ill[item], other._well[well]);
            }
        }

        return new KernelSums(
            sameBoth,
            sameWell,
            sameIll,
            Total * other.Total,
            ills * wells,
            wells * Ills * other.Ills,
            ills * Wells * other.Wells,
            Count * other.Count
        );
    }

    private static double Compare(double ill, double well) =>
        ill > well ? 1
        : ill == well ? 0.5
        : 0;
}
