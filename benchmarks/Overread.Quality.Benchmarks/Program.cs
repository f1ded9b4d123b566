using Overread.Quality;
using Overread.Quality.Agreement;
using Overread.Quality.Benchmarks;
using Overread.Quality.Consensus;
using Overread.Quality.LabelErrors;
using Overread.Quality.Masks;
using Overread.Quality.Numerics;

// ./bench quality [--quick] [--threads N] [--only NAME]: every target of the quality library in one run, best of a few rounds
// each; NAME is agreement, masks, issues, crowd, large or models.
bool quick = args.Contains("--quick");
int threads = int.Parse(Option("--threads") ?? "2", System.Globalization.CultureInfo.InvariantCulture);
string? only = Option("--only");
int rounds = quick ? 2 : 4;
double bandwidth = Measure.Bandwidth();
Console.WriteLine(
    FormattableString.Invariant(
        $"one thread reads {bandwidth / 1e9:F1} GB/s; {threads} threads are used; best of {rounds} rounds; targets are for 2 quiet cores; the processor time of all threads tells what a busy machine hides"
    )
);
Measure measure = new(bandwidth);
(string Name, Action Part)[] parts =
[
    ("agreement", Agreements),
    ("masks", Masks),
    ("issues", Issues),
    ("crowd", () => Crowds(1_000_000)),
    ("models", Models),
    ("large", () => Crowds(10_000_000)),
];
foreach ((string name, Action part) in parts)
{
    if (only is null ? !quick || name != "large" : only == name)
    {
        part();
    }
}

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at ? args[at + 1] : null;

void Agreements()
{
    SeededRandom random = new(1);
    byte[] first = new byte[10_000_000];
    byte[] second = new byte[10_000_000];
    for (int i = 0; i < first.Length; i++)
    {
        first[i] = (byte)random.Next(5);
        second[i] = random.NextDouble() < 0.7 ? first[i] : (byte)random.Next(5);
    }

    measure.Run("Cohen's kappa, 10 M pairs", rounds, 20e6, 15, () => CohenKappa.Of(first, second, 5));
    Ratings full = Generated.Table(1_000_000, missing: false, 2);
    Ratings missing = Generated.Table(1_000_000, missing: true, 3);
    AgreementOptions none = new() { Method = IntervalMethod.None };
    measure.Run("Fleiss' kappa, 1 M × 5", rounds, 24e6, 10, () => FleissKappa.Of(full, none));
    measure.Run(
        "Krippendorff's alpha, 1 M × 5, missing",
        rounds,
        22e6,
        10,
        () => KrippendorffAlpha.Of(missing, options: none)
    );
    measure.Run("  with its jackknife interval", rounds, 22e6, 0, () => KrippendorffAlpha.Of(missing));
    AgreementOptions bootstrap = new()
    {
        Method = IntervalMethod.Bootstrap,
        Replicates = 1000,
        Threads = threads,
    };
    Ratings panel = Generated.Panel(3_000_000, 50, 5, 8);
    measure.Run("Fleiss' kappa, 3 M labels × 50 readers, posterior", 2, 24e6, 3000, () => FleissKappa.Of(panel));
    measure.Run(
        "all coefficients of `agreement`, 3 M labels × 50 readers",
        1,
        24e6,
        3000,
        () =>
        {
            PercentAgreement.Of(panel);
            LightKappa.Of(panel);
            FleissKappa.Of(panel);
            CongerKappa.Of(panel);
            KrippendorffAlpha.Of(panel);
            GwetAc1.Of(panel);
            BrennanPrediger.Of(panel);
        }
    );
    measure.Run("  1,000 bootstrap replicates", 2, 22e6, 0, () => KrippendorffAlpha.Of(missing, options: bootstrap));
}

void Masks()
{
    byte[][] arrays = Generated.Masks(512, 512, 100, 4);
    ReadOnlyMemory<byte>[] masks = [.. arrays.Select(mask => (ReadOnlyMemory<byte>)mask)];
    VoxelGrid grid = new(512, 512, 100, 0.7, 0.7, 2);
    measure.Run("STAPLE, 5 × 26 M voxels", rounds, 157e6, 20, () => Staple.Fuse(masks, threads: threads));
    measure.Run("  majority", rounds, 157e6, 0, () => MaskVote.Fuse(masks, threads: threads));
    measure.Run("  STAPLE of labels", 2, 157e6, 200, () => LabelStaple.Fuse(masks, threads: threads));
    measure.Run("Dice, 26 M voxels", rounds, 52e6, 0, () => MaskOverlap.Of(arrays[0], arrays[4]));
    measure.Run(
        "Hausdorff and HD95, 26 M voxels",
        rounds,
        52e6,
        300,
        () => SurfaceDistance.Of(arrays[0], arrays[4], grid, threads: threads)
    );
}

void Issues()
{
    (int[] labels, double[] probabilities) = Generated.Noisy(1_000_000, 10, 5);
    measure.Run(
        "label issues, 1 M × 10",
        rounds,
        84e6,
        300,
        () => LabelIssues.Find(labels, probabilities, 10, threads)
    );
}

void Crowds(int labels)
{
    Ratings crowd = Generated.Crowd(labels, 1000, 10, 6);
    string size = labels >= 10_000_000 ? "10 M" : "1 M";
    measure.Run(
        $"majority vote, {size} labels",
        rounds,
        labels * 8.0,
        labels >= 10_000_000 ? 40 : 0,
        () => MajorityVote.Shares(crowd, threads)
    );
    const int Iterations = 15;
    ConsensusOptions options = new()
    {
        MaxIterations = Iterations,
        Tolerance = 0,
        Threads = threads,
    };
    double target = labels >= 10_000_000 ? 3000 : 15e-6 * labels * Iterations;
    measure.Run(
        $"Dawid-Skene, {size} labels, 1,000 readers, {Iterations} it",
        labels >= 10_000_000 ? 2 : 2 * rounds,
        (Iterations + 2) * labels * 8.0,
        target,
        () => DawidSkene.Infer(crowd, options),
        best =>
            FormattableString.Invariant(
                $"{best * 1e6 / labels / (Iterations + 2):F1} ns/label/pass ({Iterations} iterations, start, posteriors)"
            )
    );
    measure.Run(
        $"hierarchical Dawid-Skene, {size} labels, {Iterations} it",
        labels >= 10_000_000 ? 1 : rounds,
        (Iterations + 2) * labels * 8.0,
        labels >= 10_000_000 ? 4000 : 0,
        () => HierarchicalDawidSkene.Infer(crowd, options)
    );
}

void Models()
{
    Ratings crowd = Generated.Crowd(1_000_000, 1000, 10, 7);
    ConsensusOptions options = new()
    {
        MaxIterations = 100,
        Tolerance = 0,
        Threads = threads,
    };
    measure.Run("GLAD, 1 M labels, 100 it", 1, 100 * 8e6, 5000, () => new GladFit(crowd, options).Run());
    measure.Run("MACE, 1 M labels, 100 it", 1, 100 * 8e6, 5000, () => new MaceFit(crowd, options).Run());
    measure.Run(
        "default consensus, 1 M labels",
        1,
        8e6,
        0,
        () => ConsensusChooser.Infer(crowd, new ConsensusOptions { Threads = threads })
    );
}
