using Overread.Learning.Features;
using Overread.Learning.Models;

namespace Overread.Learning.Tests.Models;

public sealed class LogisticModelTests
{
    /// <summary>Two classes by Newton's method on one vector of differences, which shares nothing with the learner under test.</summary>
    [Theory]
    [InlineData(0.01)]
    [InlineData(0.1)]
    [InlineData(2)]
    public void Two_classes_have_the_probabilities_that_newtons_method_finds(double ridge)
    {
        LearningSet set = Made.Clouds(120, [0.7, 0.3], 5, spread: 2);
        int[] items = [.. Enumerable.Range(0, 120)];
        ScaledFeatures features = ScaledFeatures.Of(set, items);
        int[] labels = [.. set.Labels];
        double[] found = LogisticModel.Fit(features, items, labels, 2, ridge).Predict(features, items);
        double[] wanted = Newton(features, labels, ridge);
        for (int i = 0; i < items.Length; i++)
        {
            Assert.Equal(wanted[i], found[(2 * i) + 1], 1e-4);
            Assert.Equal(1, found[2 * i] + found[(2 * i) + 1], 1e-12);
        }
    }

    [Fact]
    public void Three_classes_lie_where_the_gradient_is_zero()
    {
        LearningSet set = Made.Clouds(90, [0.4, 0.3, 0.3], 6, spread: 2);
        int[] items = [.. Enumerable.Range(0, 90)];
        ScaledFeatures features = ScaledFeatures.Of(set, items);
        LogisticModel model = LogisticModel.Fit(features, items, [.. set.Labels], 3, 0.05);
        Assert.True(model.Converged);
        double[] shares = model.Predict(features, items);

        // The gradient of an intercept that is not penalised: predicted and given frequencies are the same.
        for (int k = 0; k < 3; k++)
        {
            int own = k;
            Assert.Equal(set.Labels.Count(label => label == own), items.Sum(item => shares[(item * 3) + own]), 1e-3);
        }
    }

    [Fact]
    public void A_class_without_a_label_has_no_probability()
    {
        LearningSet set = Made.Clouds(30, [0.5, 0.5], 7);
        int[] items = [.. Enumerable.Range(0, 30).Where(item => set.Labels[item] == 1)];
        ScaledFeatures features = ScaledFeatures.Of(set, items);
        double[] shares = LogisticModel
            .Fit(features, items, [.. items.Select(item => set.Labels[item])], 2, 0.1)
            .Predict(features, [0, 1, 2]);
        Assert.Equal([0, 1, 0, 1, 0, 1], shares);
    }

    [Fact]
    public void What_cannot_be_learnt_of_is_refused()
    {
        LearningSet set = Made.Clouds(10, [0.5, 0.5], 8);
        ScaledFeatures features = ScaledFeatures.Of(set, [0, 1, 2]);
        Assert.Throws<ArgumentException>(() => LogisticModel.Fit(features, [], [], 2, 0.1));
        Assert.Throws<ArgumentException>(() => LogisticModel.Fit(features, [1], [1, 0], 2, 0.1));
        Assert.Throws<ArgumentException>(() => LogisticModel.Fit(features, [1], [1], 2, 0));
    }

    private static double[] Newton(ScaledFeatures features, int[] labels, double ridge)
    {
        // The two weight vectors of the symmetric form are opposite, so that their difference d has the penalty λ d²/4.
        int width = features.Width + 1;
        double[] d = new double[width];
        double[] Row(int i) => [.. features.Row(i).ToArray(), 1];
        for (int round = 0; round < 100; round++)
        {
            double[] gradient = new double[width];
            double[][] hessian = [.. Enumerable.Range(0, width).Select(_ => new double[width])];
            for (int j = 0; j < width - 1; j++)
            {
                gradient[j] = ridge / 2 * d[j];
                hessian[j][j] = ridge / 2;
            }

            for (int i = 0; i < labels.Length; i++)
            {
                double[] row = Row(i);
                double p = 1 / (1 + Math.Exp(-row.Zip(d, (x, w) => x * w).Sum()));
                for (int j = 0; j < width; j++)
                {
                    gradient[j] += (p - labels[i]) * row[j];
                    for (int k = 0; k < width; k++)
                    {
                        hessian[j][k] += p * (1 - p) * row[j] * row[k];
                    }
                }
            }

            double[] step = Solve(hessian, gradient);
            for (int j = 0; j < width; j++)
            {
                d[j] -= step[j];
            }
        }

        return [.. labels.Select((_, i) => 1 / (1 + Math.Exp(-Row(i).Zip(d, (x, w) => x * w).Sum())))];
    }

    private static double[] Solve(double[][] matrix, double[] right)
    {
        int n = right.Length;
        double[] x = [.. right];
        for (int i = 0; i < n; i++)
        {
            int pivot = Enumerable.Range(i, n - i).MaxBy(r => Math.Abs(matrix[r][i]));
            (matrix[i], matrix[pivot]) = (matrix[pivot], matrix[i]);
            (x[i], x[pivot]) = (x[pivot], x[i]);
            for (int r = i + 1; r < n; r++)
            {
                double factor = matrix[r][i] / matrix[i][i];
                for (int c = i; c < n; c++)
                {
                    matrix[r][c] -= factor * matrix[i][c];
                }

                x[r] -= factor * x[i];
            }
        }

        for (int i = n - 1; i >= 0; i--)
        {
            for (int c = i + 1; c < n; c++)
            {
                x[i] -= matrix[i][c] * x[c];
            }

            x[i] /= matrix[i][i];
        }

        return x;
    }
}
