using Overread.Quality.Numerics;
using Overread.Quality.Selection;

namespace Overread.Quality.Tests.Selection;

public sealed class LabelForecastTests
{
    private static readonly int[] s_labels = [.. Enumerable.Range(1, 16).Select(step => 20 * step)];

    [Fact]
    public void A_power_law_without_noise_is_foretold_exactly()
    {
        double[][] curves =
        [
            .. Enumerable.Range(0, 3).Select(i => s_labels.Select(n => 0.9 + (0.01 * i) - Math.Pow(n, -0.5)).ToArray()),
        ];
        LabelForecast found = LabelForecast.Of(s_labels, curves, further: 100, worth: 0.01);
        double wanted = Math.Pow(320, -0.5) - Math.Pow(420, -0.5);
        Assert.Equal(wanted, found.Gain!.Value, 1e-9);
        Assert.Equal(wanted, found.Low!.Value, 1e-9);
        Assert.Equal(wanted, found.High!.Value, 1e-9);
        Assert.Null(found.Why);

        // From the first point on whose distance from the end is below 0.01: 1/√n − 1/√320 < 0.01.
        Assert.Equal(s_labels.First(n => Math.Pow(n, -0.5) - Math.Pow(320, -0.5) < 0.01), found.EnoughAt);
    }

    [Fact]
    public void Curves_that_are_too_short_to_try_a_forecast_on_give_none()
    {
        double[][] curves = [.. Enumerable.Range(0, 3).Select(_ => new[] { 0.5, 0.6, 0.65, 0.67 })];
        LabelForecast found = LabelForecast.Of([20, 60, 100, 140], curves, further: 100, worth: 0.01);
        Assert.Null(found.Gain);
        Assert.Null(found.Low);
        Assert.StartsWith("unknown", found.Why, StringComparison.Ordinal);
        Assert.Null(found.EnoughAt);
        Assert.Throws<ArgumentException>(() => LabelForecast.Of([20, 60], curves, 100, 0.01));
    }

    /// <summary>Curves of three forms, each with a noise of its own per draw and point: how often the true rise lies in the interval.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void The_interval_holds_the_true_rise(int form)
    {
        double Truth(double n) =>
            form switch
            {
                0 => 0.9 - Math.Pow(n, -0.5),
                1 => 0.8 - (0.4 * Math.Exp(-n / 150)),
                _ => 0.3 + (0.08 * Math.Log(n)),
            };
        const int studies = 300;
        int held = 0;
        SeededRandom random = new(7);
        for (int study = 0; study < studies; study++)
        {
            double[][] curves = new double[10][];
            for (int draw = 0; draw < curves.Length; draw++)
            {
                double own = 0.02 * random.NextNormal();
                curves[draw] = [.. s_labels.Select(n => Truth(n) + own + (0.02 * random.NextNormal()))];
            }

            LabelForecast found = LabelForecast.Of(s_labels, curves, 100, 0.01);
            double rise = Truth(420) - Truth(320);
            held += rise >= found.Low && rise <= found.High ? 1 : 0;
        }

        Assert.True(held >= 0.95 * studies, $"{held} of {studies}");
    }
}
