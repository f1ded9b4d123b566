using Overread.Dicom.Deidentify.Values;

namespace Overread.Dicom.Tests;

/// <summary>Text that makes patterns start again and again is cleaned to its end, without a clock that would end a file's cleaning.</summary>
public class LongTechnicalTextTests
{
    [Theory]
    [InlineData("Aa-")]
    [InlineData("A-")]
    [InlineData("Aa ")]
    [InlineData("a")]
    [InlineData("1 ")]
    [InlineData("1")]
    [InlineData("a.")]
    [InlineData("Mr ")]
    [InlineData("1 Aa ")]
    [InlineData("Rue a ")]
    public void What_stands_behind_it_is_still_taken_out(string part)
    {
        string text = string.Concat(Enumerable.Repeat(part, (1 << 18) / part.Length));
        string cleaned = TechnicalText.Clean(text + " | jane@example.org", new HashSet<string>(), names: true);
        Assert.DoesNotContain("jane@example.org", cleaned, StringComparison.Ordinal);
    }
}
