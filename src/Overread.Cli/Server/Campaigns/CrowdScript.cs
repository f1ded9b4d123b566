using Overread.Quality.Numerics;
using Overread.Quality.Readers;

namespace Overread.Cli.Server.Campaigns;

/// <summary>
/// The crowd of Mitry et al. 2016 (TVST 5(5):6) as a model of signal detection: an image looks more or less abnormal to
/// everybody of an arm, a reader adds a noise and a leaning of their own, and answers "abnormal" above a criterion. Spread of
/// images, noise and criterion follow from the arm's sensitivity, specificity and area of votes.
/// </summary>
internal sealed class CrowdScript
{
    public const int Training = 16;
    public const int Test = 84;
    public const int Bank = 80;

    private const double Leaning = 0.3;

    private readonly ulong _seed;
    private readonly double[] _looks;
    private readonly bool[] _abnormal;

    public CrowdScript(ulong seed, int perArm)
    {
        _seed = seed;
        PerArm = perArm;
        _abnormal = new bool[Training + Test + Bank];
        _looks = new double[_abnormal.Length];
        Fill(0, Training, 1);
        Fill(Training, Test, 2);
        Fill(Training + Test, Bank, 3);
    }

    /// <summary>Readers of each arm.</summary>
    public int PerArm { get; }

    /// <summary>Training images, then those of the test, then the bank of the qualification test.</summary>
    public static string Title(int image) =>
        image < Training ? FormattableString.Invariant($"training-{image + 1:000}")
        : image < Training + Test ? FormattableString.Invariant($"test-{image - Training + 1:000}")
        : FormattableString.Invariant($"bank-{image - Training - Test + 1:000}");

    public static int Image(string title)
    {
        int number = int.Parse(title.AsSpan(title.IndexOf('-', StringComparison.Ordinal) + 1), null) - 1;
        return title[0] switch
        {
            'b' => Training + Test + number,
            't' when title[1] == 'e' => Training + number,
            _ => number,
        };
    }

    public bool Abnormal(int image) => _abnormal[image];

    /// <summary>The bank of the qualification test: answer, and difficulty by how near the image looks to the other kind.</summary>
    public IReadOnlyList<QualificationItem> BankItems() =>
        [
            .. Enumerable
                .Range(Training + Test, Bank)
                .Select(image => new QualificationItem(
                    image,
                    _abnormal[image] ? 1 : 0,
                    ((_abnormal[image] ? -1 : 1) * _looks[image]) switch
                    {
                        > 0.43 => 2,
                        > -0.43 => 1,
                        _ => 0,
                    }
                )),
        ];

    /// <summary>What a reader of an arm answers to an image, and in how many seconds.</summary>
    public (bool Abnormal, double Seconds) Answer(CrowdArm arm, int worker, int image)
    {
        SeededRandom own = Stream(4, (ulong)worker);
        double leaning = own.NextNormal();
        double pace = 15 + (25 * own.NextDouble());
        SeededRandom random = Stream(5, ((ulong)worker << 32) | (uint)image);
        // In units of the spread of images: votes see the images' spread alone, single answers all of it.
        double apart = Math.Sqrt(2) * StandardNormal.Quantile(arm.Area);
        double toNormal = StandardNormal.Quantile(arm.Specificity);
        double all = apart / (StandardNormal.Quantile(arm.Sensitivity) + toNormal);
        double noise = Math.Sqrt((all * all) - 1);
        double seen =
            (_abnormal[image] ? apart : 0)
            + _looks[image]
            + (noise * ((Leaning * leaning) + (Math.Sqrt(1 - (Leaning * Leaning)) * random.NextNormal())));
        return (seen > all * toNormal, Math.Round(pace * Math.Exp(0.4 * random.NextNormal()), 2));
    }

    // Half of the images are abnormal. How they look lies at even quantiles, so that few images show the whole spread.
    private void Fill(int first, int count, ulong use)
    {
        SeededRandom random = Stream(use, 0);
        int[] order = [.. Enumerable.Range(0, count)];
        random.Shuffle(order);
        int half = count / 2;
        for (int i = 0; i < count; i++)
        {
            int rank = order[i] % half;
            _abnormal[first + i] = order[i] < half;
            _looks[first + i] = StandardNormal.Quantile((rank + 0.5) / half);
        }
    }

    private SeededRandom Stream(ulong use, ulong part) =>
        new(SeededRandom.ForPart(_seed, use).NextBits() ^ SeededRandom.ForPart(part, use).NextBits());
}
