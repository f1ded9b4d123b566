using Overread.Cli.Marks;
using Xunit;

namespace Overread.Imaging.Tests.Cli;

public sealed class MarkCsvTests
{
    [Theory]
    [InlineData("margin", "smooth; then spiculated")]
    [InlineData("a=b", "x=y;z")]
    [InlineData("share", "50 % of 100%3B")]
    [InlineData("empty", "")]
    public void Words_of_a_mark_come_back_as_they_were(string name, string value)
    {
        string written = MarkCsv.Attributes(new Dictionary<string, string> { [name] = value, ["other"] = "1" });
        Assert.Equal([(name, value), ("other", "1")], MarkCsv.ParseAttributes(written));
    }
}
