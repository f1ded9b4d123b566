using System.Text.Json;

namespace Overread.Quality.Tests.Cli;

public sealed class ModelFusionCommand
{
    [Fact]
    public void On_chexpert_it_beats_the_measured_peer()
    {
        using Tool tool = new();
        (int code, string output, string error) = tool.Run(
            "consensus",
            SharedData.Path("chexpert", "reads.csv"),
            "--readers",
            "bc4",
            "bc6",
            "bc8",
            "--models",
            SharedData.Path("chexpert", "models", "ihil_predictions.csv"),
            SharedData.Path("chexpert", "models", "desmond_predictions.csv"),
            "--truth",
            SharedData.Path("chexpert", "truth.csv"),
            "--json"
        );
        Assert.True(code == 0, error);
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal(5, json.RootElement.GetProperty("fields").GetArrayLength());
        Assert.True(json.RootElement.GetProperty("f1").GetDouble() >= 0.689);
        Assert.True(json.RootElement.GetProperty("wrongAuroc").GetDouble() >= 0.874);
    }
}
