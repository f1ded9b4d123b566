using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Numerics;

/// <summary>Small linear algebra by its defining equations, trees and assignments by search.</summary>
public sealed class MatricesAndTrees
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    public void Products_inverses_and_eigenvectors(int size)
    {
        double[] a = Random(size, 5);
        double[] b = Random(size, 6);
        double[] product = SquareMatrix.Multiply(a, b, size);
        double[] turned = SquareMatrix.Transpose(a, size);
        double[] inverse = SquareMatrix.Inverse(a, size)!;
        double[] one = SquareMatrix.Multiply(a, inverse, size);
        double[] symmetric = [.. a.Select((_, i) => a[i] + a[(i % size * size) + (i / size)])];
        double[] kept = [.. symmetric];
        (double[] values, double[] vectors) = SymmetricEigen.Of(symmetric, size);
        Assert.Equal(kept, symmetric);
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                Assert.Equal(
                    Enumerable.Range(0, size).Sum(k => a[(i * size) + k] * b[(k * size) + j]),
                    product[(i * size) + j],
                    1e-12
                );
                Assert.Equal(a[(j * size) + i], turned[(i * size) + j]);
                Assert.Equal(i == j ? 1 : 0, one[(i * size) + j], 1e-9);

                // A v = λ v, and vectors of length one at right angles.
                double av = Enumerable.Range(0, size).Sum(k => symmetric[(i * size) + k] * vectors[(k * size) + j]);
                Assert.Equal(values[j] * vectors[(i * size) + j], av, 1e-9);
                double dot = Enumerable.Range(0, size).Sum(k => vectors[(k * size) + i] * vectors[(k * size) + j]);
                Assert.Equal(i == j ? 1 : 0, dot, 1e-10);
            }
        }
    }

    [Fact]
    public void Singular_matrices_have_no_inverse_and_a_zero_pivot_is_exchanged()
    {
        Assert.Null(SquareMatrix.Inverse([1, 2, 2, 4], 2));
        Assert.Null(SquareMatrix.Inverse([0, 0, 0, 1], 2));
        Assert.Null(SquareMatrix.Inverse([1e-10], 1));
        Assert.Equal([0.0, 1, 1, 0], SquareMatrix.Inverse([0, 1, 1, 0], 2)!);
        Assert.Equal([0.0, 0, 0.5, 1, 0, 0, 0, 0.25, 0], SquareMatrix.Inverse([0, 1, 0, 0, 0, 4, 2, 0, 0], 3)!);
        Assert.Equal(
            [0.25, -0.5],
            new[] { SquareMatrix.Inverse([4, 0, 0, -2], 2)![0], SquareMatrix.Inverse([4, 0, 0, -2], 2)![3] }
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Cholesky_solves_its_equations(int size)
    {
        double[] root = Random(size, 8);
        double[] matrix = SquareMatrix.Multiply(root, SquareMatrix.Transpose(root, size), size);
        for (int i = 0; i < size; i++)
        {
            matrix[(i * size) + i] += 1;
        }

        double[] wanted = [.. Enumerable.Range(0, size).Select(i => i - 1.5)];
        double[] right =
        [
            .. Enumerable
                .Range(0, size)
                .Select(i => Enumerable.Range(0, size).Sum(k => matrix[(i * size) + k] * wanted[k])),
        ];
        Cholesky.Solve([.. matrix], right);
        for (int i = 0; i < size; i++)
        {
            Assert.Equal(wanted[i], right[i], 1e-9);
        }

        // A pivot that is not positive becomes √1e-12.
        double[] factor = [-4.0];
        double[] one = [1.0];
        Cholesky.Solve(factor, one);
        Assert.Equal(1e-6, factor[0], 1e-12);
        Assert.Equal(1e12, one[0], 1);
    }

    [Fact]
    public void Assignments_of_any_size_are_the_cheapest()
    {
        Assert.Empty(Assignment.Cheapest([], 0));
        SeededRandom random = new(8);
        for (int round = 0; round < 40; round++)
        {
            int size = 1 + (round % 7);
            double[] cost = [.. Enumerable.Range(0, size * size).Select(_ => (random.NextDouble() * 10) - 3)];
            int[] found = Assignment.Cheapest(cost, size);
            Assert.Equal(Enumerable.Range(0, size), found.Order());
            Assert.Equal(Cheapest(cost, size, 0, 0), found.Select((c, r) => cost[(r * size) + c]).Sum(), 1e-9);
        }
    }

    [Theory]
    [InlineData(1, 2, 1)]
    [InlineData(2, 3, 1)]
    [InlineData(3, 2, 4)]
    [InlineData(4, 4, 2)]
    [InlineData(5, 3, 8)]
    public void A_tree_takes_the_split_of_least_impurity(int seed, int classes, int leaf)
    {
        const int Items = 40;
        const int Width = 3;
        SeededRandom random = new((ulong)seed);
        double[] features = [.. Enumerable.Range(0, Items * Width).Select(_ => (double)random.Next(9))];
        int[] labels =
        [
            .. Enumerable
                .Range(0, Items)
                .Select(i =>
                    random.NextDouble() < 0.3 ? random.Next(classes) : (int)features[(i * Width) + 1] % classes
                ),
        ];
        int[] rows = [.. Enumerable.Range(0, Items).Where(i => i % 5 != 2)];
        double[] weights =
        [
            .. Enumerable.Range(0, classes).Select(k => 1.0 / Math.Max(1, rows.Count(r => labels[r] == k))),
        ];
        for (int depth = 0; depth < 4; depth++)
        {
            ShallowTree tree = ShallowTree.Grow(features, Width, [.. rows.Reverse()], labels, classes, depth, leaf);
            Func<int, int> wanted = Grow(rows, depth);
            for (int i = 0; i < Items; i++)
            {
                Assert.Equal(wanted(i), tree.Predict(i));
            }
        }

        // Every threshold between two values of every feature, impurity by definition.
        Func<int, int> Grow(int[] at, int depth)
        {
            double[] shares = Shares(at);
            int own = Array.IndexOf(shares, shares.Max());
            (double Gain, int Feature, double Threshold) best = (1e-12, -1, 0);
            if (depth > 0 && at.Length >= 2 * leaf)
            {
                for (int f = 0; f < Width; f++)
                {
                    double[] values = [.. at.Select(i => features[(i * Width) + f]).Distinct().Order()];
                    for (int v = 0; v + 1 < values.Length; v++)
                    {
                        double threshold = (values[v] + values[v + 1]) / 2;
                        int[] low = [.. at.Where(i => features[(i * Width) + f] < threshold)];
                        int[] high = [.. at.Where(i => features[(i * Width) + f] > threshold)];
                        double gain = Impurity(at) - Impurity(low) - Impurity(high);
                        if (low.Length >= leaf && high.Length >= leaf && gain > best.Gain + 1e-11)
                        {
                            best = (gain, f, threshold);
                        }
                    }
                }
            }

            if (best.Feature < 0)
            {
                return _ => own;
            }

            Func<int, int> left = Grow(
                [.. at.Where(i => features[(i * Width) + best.Feature] < best.Threshold)],
                depth - 1
            );
            Func<int, int> right = Grow(
                [.. at.Where(i => features[(i * Width) + best.Feature] > best.Threshold)],
                depth - 1
            );
            return i => features[(i * Width) + best.Feature] <= best.Threshold ? left(i) : right(i);
        }

        double[] Shares(int[] at) =>
            [
                .. Enumerable
                    .Range(0, classes)
                    .Select(k => at.Where(i => labels[i] == k).Aggregate(0.0, (sum, _) => sum + weights[k])),
            ];

        // Weight × Gini impurity.
        double Impurity(int[] at)
        {
            double[] shares = Shares(at);
            double total = shares.Sum();
            return total * (1 - shares.Sum(s => s / total * (s / total)));
        }
    }

    private static double Cheapest(double[] cost, int size, int row, int taken)
    {
        double best = row == size ? 0 : double.MaxValue;
        for (int column = 0; column < size && row < size; column++)
        {
            if ((taken & (1 << column)) == 0)
            {
                best = Math.Min(
                    best,
                    cost[(row * size) + column] + Cheapest(cost, size, row + 1, taken | (1 << column))
                );
            }
        }

        return best;
    }

    private static double[] Random(int size, ulong seed)
    {
        SeededRandom random = new(seed);
        return [.. Enumerable.Range(0, size * size).Select(_ => random.NextNormal())];
    }
}
