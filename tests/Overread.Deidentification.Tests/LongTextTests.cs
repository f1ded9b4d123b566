using Overread.Deidentification.Residual;

namespace Overread.Deidentification.Tests;

/// <summary>
/// Texts that make a pattern start again and again are searched to their end, without a clock that would end the search: a pattern that
/// looks further with each start would not come to the end of these in hours.
/// </summary>
public class LongTextTests
{
    private const int Length = 1 << 20;

    public static TheoryData<string> Repeated { get; } =
    ["jan", "a", "1 ", "1", "a.", "A-A", "1.", "12 jan", "a@", "jan 1 ", "(1) "];

    [Theory]
    [MemberData(nameof(Repeated))]
    public void Numbers_and_days_are_looked_for_to_the_end(string part)
    {
        ResidualNumbers numbers = new();
        numbers.AddNumber("PatientID", "73195428");
        numbers.AddDay("PatientBirthDate", "19610512");
        string text = string.Concat(Enumerable.Repeat(part, (Length - 64) / part.Length));
        Assert.Empty(numbers.Find(text));
        Assert.Equal(["PatientBirthDate", "PatientID"], numbers.Find(text + " x 731-954-28, 12 May 1961"));
    }

    [Theory]
    [MemberData(nameof(Repeated))]
    public void Shapes_of_identifiers_are_looked_for_to_the_end(string part)
    {
        string text = string.Concat(Enumerable.Repeat(part, Length / part.Length));
        Assert.Contains("e-mail", PatternDetectors.Find(text + " jane@example.org"));
        Assert.DoesNotContain("web address", PatternDetectors.Find(text));
    }
}
