using System.Text.Json;

namespace Overread.Quality.Tests.Cli;

/// <summary>consensus --gold, --calibrate and --accept-error as they are typed.</summary>
public sealed class CalibratedConsensusCommand : IDisposable
{
    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public void Gold_corrects_probabilities_and_says_so()
    {
        string labels = SharedData.Path("rte", "labels.csv");
        string gold = Gold(5);
        using JsonDocument json = Run("consensus", labels, "--gold", gold, "--method", "dawid-skene", "--json");
        JsonElement field = json.RootElement.GetProperty("fields")[0];
        Assert.Equal(160, field.GetProperty("calibration").GetProperty("gold").GetInt32());
        Assert.Equal("gold", field.GetProperty("accepted").GetProperty("calibration").GetString());
        double claimed = field.GetProperty("accepted").GetProperty("expectedError").GetDouble();
        using JsonDocument raw = Run(
            "consensus",
            labels,
            "--gold",
            gold,
            "--method",
            "dawid-skene",
            "--calibrate",
            "none",
            "--json"
        );
        JsonElement plain = raw.RootElement.GetProperty("fields")[0];
        Assert.False(plain.TryGetProperty("calibration", out _));
        Assert.Equal("unknown", plain.GetProperty("accepted").GetProperty("calibration").GetString());
        Assert.True(claimed > 5 * plain.GetProperty("accepted").GetProperty("expectedError").GetDouble());
        string text = _tool.Run("consensus", labels, "--gold", gold, "--method", "dawid-skene").Output;
        Assert.Contains("calibrated by 160 gold answers", text, StringComparison.Ordinal);
        Assert.DoesNotContain("uncalibrated", text, StringComparison.Ordinal);
        string few = _tool.Run("consensus", labels, "--gold", Gold(100), "--method", "dawid-skene").Output;
        Assert.Contains("uncalibrated, 8 gold answers were not used for it", few, StringComparison.Ordinal);
        string picture = _tool.At("c.svg");
        Assert.Equal(0, _tool.Run("consensus", labels, "--gold", gold, "--method", "majority", "--plot", picture).Code);
        Assert.Contains("selective risk", File.ReadAllText(picture), StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_rate_is_kept_or_nothing_is_accepted()
    {
        string labels = SharedData.Path("rte", "labels.csv");
        using JsonDocument json = Run(
            "consensus",
            labels,
            "--gold",
            Gold(4),
            "--method",
            "dawid-skene",
            "--accept-error",
            "0.1",
            "--json"
        );
        JsonElement rule = json
            .RootElement.GetProperty("fields")[0]
            .GetProperty("calibration")
            .GetProperty("acceptRule");
        Assert.Equal(29, rule.GetProperty("needed").GetInt32());
        Assert.True(rule.GetProperty("threshold").GetDouble() > 0.3);
        using JsonDocument strict = Run(
            "consensus",
            labels,
            "--gold",
            Gold(4),
            "--method",
            "dawid-skene",
            "--accept-error",
            "0.001",
            "--json"
        );
        JsonElement field = strict.RootElement.GetProperty("fields")[0];
        Assert.Equal(0, field.GetProperty("statuses").GetProperty("accepted").GetInt32());
        Assert.Contains(
            "no label is accepted: gold does not show an error rate of at most 0.001",
            _tool
                .Run("consensus", labels, "--gold", Gold(4), "--method", "dawid-skene", "--accept-error", "0.001")
                .Output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "needs --gold",
            _tool.Run("consensus", labels, "--accept-error", "0.1").Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "name one",
            _tool.Run("consensus", labels, "--gold", Gold(4), "--accept-error", "0.1", "--accept", "0.9").Error,
            StringComparison.Ordinal
        );
        Assert.Contains("Examples:", _tool.Run("consensus", "--help").Output, StringComparison.Ordinal);
    }

    /// <summary>Every so many items of the truth.</summary>
    private string Gold(int step)
    {
        string[] rows = File.ReadAllLines(SharedData.Path("rte", "gold.csv"));
        return _tool.Write(
            $"gold{step}.csv",
            rows[0] + "\n" + string.Concat(rows.Skip(1).Where((_, i) => i % step == 0).Select(row => row + "\n"))
        );
    }

    private JsonDocument Run(params string[] arguments)
    {
        (int code, string output, string error) = _tool.Run(arguments);
        Assert.True(code == 0, error);
        return JsonDocument.Parse(output);
    }
}
