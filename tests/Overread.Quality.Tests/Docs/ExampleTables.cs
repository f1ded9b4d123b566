using Overread.Quality.Tests.ReaderStudies;

namespace Overread.Quality.Tests.Docs;

/// <summary>The tables of the worked examples that are published studies are those studies.</summary>
public sealed class ExampleTables
{
    [Fact]
    public void Van_Dyke_is_the_study_of_the_tests()
    {
        (string ratings, string truth) = PublishedStudies.AsTables(PublishedStudies.VanDyke(), ["spin-echo", "cine"]);
        string folder = Path.Combine(WorkedExamples.Root(), "docs", "quality", "examples");
        if (Environment.GetEnvironmentVariable("OVERREAD_WRITE_EXAMPLES") == "1")
        {
            File.WriteAllText(Path.Combine(folder, "van-dyke.csv"), ratings);
            File.WriteAllText(Path.Combine(folder, "van-dyke-truth.csv"), truth);
        }

        Assert.Equal(ratings, File.ReadAllText(Path.Combine(folder, "van-dyke.csv")));
        Assert.Equal(truth, File.ReadAllText(Path.Combine(folder, "van-dyke-truth.csv")));
    }
}
