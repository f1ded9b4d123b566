namespace Overread.Quality.Tests.Cli;

/// <summary>The command gives the intervals that the server gives, and the reasons why there is none.</summary>
public sealed class AgreementIntervals
{
    [Fact]
    public void Full_agreement_has_no_interval_of_no_width()
    {
        using Tool tool = new();
        string file = tool.Write("p3.csv", "item,reader,label\n1,a,x\n1,b,x\n2,a,y\n2,b,y\n3,a,z\n3,b,z\n");
        (int code, string output, string error) = tool.Run("agreement", file, "--csv");
        Assert.True(code == 0, error);
        string[] rows = output.Split('\n');
        Assert.Contains(rows, r => r.Contains("percent,1,0.2924", StringComparison.Ordinal));
        (code, output, error) = tool.Run("agreement", file, "--csv", "--interval", "jackknife");
        Assert.True(code == 0, error);
        string[] left = output.Split('\n');
        Assert.Contains(left, r => r.Contains("percent,1,0.4385", StringComparison.Ordinal));
        foreach (string name in (string[])["cohen-kappa", "krippendorff-alpha", "gwet-ac1", "brennan-prediger"])
        {
            Assert.Contains(
                rows,
                r =>
                    r.Contains(name + ",1,", StringComparison.Ordinal)
                    && r.Contains(",1,3,2,", StringComparison.Ordinal)
            );
            Assert.Contains(
                left,
                r =>
                    r.Contains(name + ",1,,,3,2", StringComparison.Ordinal)
                    && r.Contains("readers agree on all 3 items", StringComparison.Ordinal)
            );
        }

        Assert.Contains(
            "\"noInterval\": \"readers agree",
            tool.Run("agreement", file, "--json", "--interval", "jackknife").Output,
            StringComparison.Ordinal
        );
        string words = tool.Run("agreement", file, "--interval", "jackknife").Output;
        Assert.Contains("brennan-prediger: readers agree on all 3 items", words, StringComparison.Ordinal);
        Assert.DoesNotContain("no interval for percent", words, StringComparison.Ordinal);
    }
}
