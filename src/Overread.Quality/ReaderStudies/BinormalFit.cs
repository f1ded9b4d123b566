using Overread.Quality.Numerics;

namespace Overread.Quality.ReaderStudies;

/// <summary>
/// Fisher's scoring for the binormal model: a, b and the thresholds. The thresholds' part of the information has three
/// diagonals, so that a step takes time in proportion to the thresholds.
/// </summary>
internal sealed class BinormalFit
{
    private readonly double[] _well;
    private readonly double[] _ill;
    private readonly double _wells;
    private readonly double _ills;
    private double[] _thresholds;

    internal BinormalFit(double[] well, double[] ill)
    {
        (_well, _ill) = (well, ill);
        (_wells, _ills) = (well.Sum(), ill.Sum());
        int lines = well.Length - 1;
        double[] ofWell = new double[lines];
        double[] ofIll = new double[lines];
        double wellBelow = 0;
        double illBelow = 0;
        for (int k = 0; k < lines; k++)
        {
            wellBelow += well[k];
            illBelow += ill[k];
            ofWell[k] = SpecialFunctions.NormalQuantile((wellBelow + 0.5) / (_wells + 1));
            ofIll[k] = SpecialFunctions.NormalQuantile((illBelow + 0.5) / (_ills + 1));
        }

        A = ofWell.Zip(ofIll, (w, i) => w - i).Average();
        B = 1;
        _thresholds = [.. ofWell.Zip(ofIll, (w, i) => 0.5 * (w + i + A))];
        LogLikelihood = Likelihood(A, B, _thresholds);
    }

    internal double A { get; private set; }

    internal double B { get; private set; }

    internal double LogLikelihood { get; private set; }

    /// <summary>One step, halved until the likelihood does not fall; gives whether the curve still moves.</summary>
    internal bool Step()
    {
        (double a, double b, double[] thresholds) = Inform().Solve();
        for (double size = 1; size > 1e-10; size /= 2)
        {
            double newA = A + (size * a);
            double newB = B + (size * b);
            double[] lines = [.. _thresholds.Zip(thresholds, (t, d) => t + (size * d))];
            double likelihood = newB > 0 ? Likelihood(newA, newB, lines) : double.NegativeInfinity;
            if (likelihood >= LogLikelihood - (1e-14 * Math.Abs(LogLikelihood)))
            {
                double move = Math.Max(Math.Abs(newA - A), Math.Abs(newB - B));
                (A, B, _thresholds, LogLikelihood) = (newA, newB, lines, likelihood);
                return move >= 1e-9;
            }
        }

        return false;
    }

    /// <summary>The covariance of a and b, or null where the information is no such.</summary>
    internal (double AA, double AB, double BB)? Covariance() => Inform().Inverse();

    /// <summary>−∞ where thresholds do not rise, since every rating was given to a case and its share would not be above 0.</summary>
    private double Likelihood(double a, double b, double[] lines)
    {
        double sum = 0;
        double wellBelow = 0;
        double illBelow = 0;
        for (int k = 0; k < _well.Length; k++)
        {
            bool last = k == lines.Length;
            double wellHere = last ? 1 : SpecialFunctions.NormalDistribution(lines[k]);
            double illHere = last ? 1 : SpecialFunctions.NormalDistribution((b * lines[k]) - a);
            sum += Term(_well[k], wellHere - wellBelow) + Term(_ill[k], illHere - illBelow);
            (wellBelow, illBelow) = (wellHere, illHere);
        }

        return sum;

        static double Term(double count, double probability) =>
            count == 0 ? 0
            : probability > 0 ? count * Math.Log(probability)
            : double.NegativeInfinity;
    }

    private Information Inform()
    {
        int lines = _thresholds.Length;
        Information information = new(lines);
        double wellBelow = 0;
        double illBelow = 0;
        double wellDensityBelow = 0;
        double illDensityBelow = 0;
        double illMomentBelow = 0;
        for (int k = 0; k < _well.Length; k++)
        {
            bool last = k == lines;
            double t = last ? 0 : _thresholds[k];
            double u = (B * t) - A;
            double wellHere = last ? 1 : SpecialFunctions.NormalDistribution(t);
            double illHere = last ? 1 : SpecialFunctions.NormalDistribution(u);
            double wellDensity = last ? 0 : Density(t);
            double illDensity = last ? 0 : Density(u);
            double moment = last ? 0 : illDensity * t;
            double wellShare = Math.Max(wellHere - wellBelow, 1e-300);
            double illShare = Math.Max(illHere - illBelow, 1e-300);

            // Derivatives of the share of diseased cases in this rating along a, b, the line above and the line below.
            double byA = -(illDensity - illDensityBelow);
            double byB = moment - illMomentBelow;
            information.Add(k, _ills, _ill[k], illShare, byA, byB, B * illDensity, -B * illDensityBelow);
            information.Add(k, _wells, _well[k], wellShare, 0, 0, wellDensity, -wellDensityBelow);
            (wellBelow, illBelow) = (wellHere, illHere);
            (wellDensityBelow, illDensityBelow, illMomentBelow) = (wellDensity, illDensity, moment);
        }

        return information;
    }

    private static double Density(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);

    /// <summary>Expected information and score, the thresholds' part as its diagonals.</summary>
    private sealed class Information(int lines)
    {
        private readonly double[] _diagonal = new double[lines];
        private readonly double[] _beside = new double[lines];
        private readonly double[] _withA = new double[lines];
        private readonly double[] _withB = new double[lines];
        private readonly double[] _score = new double[lines];
        private double _aa;
        private double _ab;
        private double _bb;
        private double _scoreA;
        private double _scoreB;

        internal void Add(
            int category,
            double total,
            double count,
            double share,
            double byA,
            double byB,
            double byAbove,
            double byBelow
        )
        {
            double weight = total / share;
            double pull = count / share;
            _aa += weight * byA * byA;
            _ab += weight * byA * byB;
            _bb += weight * byB * byB;
            _scoreA += pull * byA;
            _scoreB += pull * byB;
            if (category < lines)
            {
                _diagonal[category] += weight * byAbove * byAbove;
                _withA[category] += weight * byA * byAbove;
                _withB[category] += weight * byB * byAbove;
                _score[category] += pull * byAbove;
            }

            if (category > 0)
            {
                _diagonal[category - 1] += weight * byBelow * byBelow;
                _withA[category - 1] += weight * byA * byBelow;
                _withB[category - 1] += weight * byB * byBelow;
                _score[category - 1] += pull * byBelow;
            }

            if (category > 0 && category < lines)
            {
                _beside[category] += weight * byAbove * byBelow;
            }
        }

        /// <summary>The step: inverse information times score.</summary>
        internal (double A, double B, double[] Thresholds) Solve()
        {
            double[] byA = Thomas(_withA);
            double[] byB = Thomas(_withB);
            double[] byScore = Thomas(_score);
            (double aa, double ab, double bb) = Schur(byA, byB);
            double right1 = _scoreA - Dot(_withA, byScore);
            double right2 = _scoreB - Dot(_withB, byScore);
            double determinant = (aa * bb) - (ab * ab);
            double a = ((bb * right1) - (ab * right2)) / determinant;
            double b = ((aa * right2) - (ab * right1)) / determinant;
            double[] thresholds = new double[lines];
            for (int k = 0; k < lines; k++)
            {
                thresholds[k] = byScore[k] - (a * byA[k]) - (b * byB[k]);
            }

            return (a, b, thresholds);
        }

        /// <summary>The upper left corner of the inverse.</summary>
        internal (double AA, double AB, double BB)? Inverse()
        {
            (double aa, double ab, double bb) = Schur(Thomas(_withA), Thomas(_withB));
            double determinant = (aa * bb) - (ab * ab);
            // Information without end is a likelihood that rises without end: dividing by it would claim to know all.
            return determinant > 0 && double.IsFinite(determinant)
                ? (bb / determinant, -ab / determinant, aa / determinant)
                : null;
        }

        private (double AA, double AB, double BB) Schur(double[] byA, double[] byB) =>
            (_aa - Dot(_withA, byA), _ab - Dot(_withA, byB), _bb - Dot(_withB, byB));

        private double[] Thomas(double[] right)
        {
            double[] upper = new double[lines];
            double[] x = new double[lines];
            for (int k = 0; k < lines; k++)
            {
                double below = k == 0 ? 0 : _beside[k];
                double pivot = _diagonal[k] - (k == 0 ? 0 : below * upper[k - 1]);
                upper[k] = k + 1 < lines ? _beside[k + 1] / pivot : 0;
                x[k] = (right[k] - (k == 0 ? 0 : below * x[k - 1])) / pivot;
            }

            for (int k = lines - 2; k >= 0; k--)
            {
                x[k] -= upper[k] * x[k + 1];
            }

            return x;
        }

        private static double Dot(double[] first, double[] second)
        {
            double sum = 0;
            for (int k = 0; k < first.Length; k++)
            {
                sum += first[k] * second[k];
            }

            return sum;
        }
    }
}
