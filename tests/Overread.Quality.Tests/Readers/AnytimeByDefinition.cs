using Overread.Quality.Agreement;
using Overread.Quality.Readers;

namespace Overread.Quality.Tests.Readers;

/// <summary>The interval against the evidence of Krichevsky and Trofimov's predictions, multiplied up answer by answer.</summary>
public sealed class AnytimeByDefinition
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.95)]
    [InlineData(0.99)]
    public void Its_ends_are_where_the_evidence_reaches_the_bound(double level)
    {
        foreach (int count in (int[])[1, 2, 3, 7, 40, 300])
        {
            for (int right = 0; right <= count; right += Math.Max(1, count / 13))
            {
                int wrong = count - right;
                double predicted = 0;
                for (int i = 0; i < count; i++)
                {
                    double before = i < right ? i + 0.5 : i - right + 0.5;
                    predicted += Math.Log(before / (i + 1));
                }

                double Evidence(double share) =>
                    predicted
                    - (right > 0 ? right * Math.Log(share) : 0)
                    - (wrong > 0 ? wrong * Math.Log(1 - share) : 0);
                ConfidenceInterval found = AnytimeInterval.Of(right, count, level);
                double bound = Math.Log(1 / (1 - level));
                Assert.Equal(("anytime", level), (found.Method, found.Level));
                if (right == 0)
                {
                    Assert.Equal(0, found.Low);
                }
                else
                {
                    Assert.Equal(bound, Evidence(found.Low), 1e-6);
                    Assert.True(found.Low < (double)right / count);
                }

                if (wrong == 0)
                {
                    Assert.Equal(1, found.High);
                }
                else
                {
                    Assert.Equal(bound, Evidence(found.High), 1e-6);
                    Assert.True(found.High > (double)right / count);
                }
            }
        }
    }

    [Theory]
    [InlineData(0, 0, 0.95)]
    [InlineData(-1, 3, 0.95)]
    [InlineData(4, 3, 0.95)]
    [InlineData(1, 3, 0)]
    [InlineData(1, 3, 1)]
    [InlineData(1, 3, -0.5)]
    [InlineData(1, 3, 1.5)]
    [InlineData(1, 3, double.NaN)]
    public void What_has_no_interval_is_refused(int right, int count, double level) =>
        Assert.Contains(
            "have no interval",
            Assert.Throws<ArgumentException>(() => AnytimeInterval.Of(right, count, level)).Message,
            StringComparison.Ordinal
        );
}
