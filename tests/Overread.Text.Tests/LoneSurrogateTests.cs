using Overread.Text.Documents;
using Overread.Text.Formats;
using Overread.Text.Reading;

namespace Overread.Text.Tests;

/// <summary>Halves of surrogate pairs that JSON names by escapes: writers that cut a text by units leave them.</summary>
public class LoneSurrogateTests
{
    [Theory]
    [InlineData(@"a \ud83d b", "a \uFFFD b")]
    [InlineData(@"a \uDE00 b", "a \uFFFD b")]
    [InlineData(@"a \ud83d\ude00 b", "a 😀 b")]
    [InlineData(@"\ud83d\ud83d\ude00", "\uFFFD😀")]
    [InlineData(@"\ude00\ud83d", "\uFFFD\uFFFD")]
    [InlineData(@"C:\\ud83d\\ud83d\n\ud83d", "C:\\ud83d\\ud83d\n\uFFFD")]
    [InlineData(@"ends with \ud83d", "ends with \uFFFD")]
    public void Read_as_the_sign_for_what_is_no_character(string escaped, string text)
    {
        string json = $$"""{"resourceType":"DiagnosticReport","id":"r","conclusion":"{{escaped}}"}""";
        Findings findings = new();
        ReadableText read = Assert.Single(TextReading.Read(TextSource.Alone("a.json", json), null, null, findings));
        Assert.Contains(text, read.Text, StringComparison.Ordinal);
        AnnotatedDocument document = TextReading.Document(read);
        Assert.Equal(new CodePoints(read.Text).Length, document.Points.Length);
    }
}
