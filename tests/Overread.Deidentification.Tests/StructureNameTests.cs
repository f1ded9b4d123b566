using System.Text.RegularExpressions;
using Overread.Deidentification.Text;

namespace Overread.Deidentification.Tests;

/// <summary>Names of structures, segments, findings and series keep what they say; nobody's name stays among them.</summary>
public partial class StructureNameTests
{
    private static readonly HashSet<string> Nobody = [];

    [Fact]
    public void Of_the_names_of_structures_and_series_at_least_95_percent_stay_as_they_are()
    {
        string[] names = [.. Lines("structure-names.txt")];
        List<string> lost =
        [
            .. names
                .Select(name => (Name: name, Clean: TextCleaner.Clean(name, Nobody)))
                .Where(pair => pair.Clean != pair.Name)
                .Select(pair => $"{pair.Name} -> {pair.Clean}"),
        ];
        Assert.True(names.Length > 700);
        Assert.True(lost.Count <= names.Length * 0.05, string.Join('\n', lost));
    }

    [Theory]
    [MemberData(nameof(Notes))]
    public void Names_of_people_between_them_do_not_stay(string note)
    {
        string clean = TextCleaner.Clean(note.Replace("[", "").Replace("]", ""), Nobody);
        string[] words = Words().Split(clean.ToUpperInvariant());
        Assert.All(
            Named().Matches(note),
            name => Assert.DoesNotContain(name.Groups[1].Value.ToUpperInvariant(), words)
        );
    }

    [Fact]
    public void A_word_that_is_a_name_too_stays_within_its_phrase_alone_and_not_where_the_source_names_somebody_so()
    {
        Assert.Equal("Left white matter", TextCleaner.Clean("Left white matter", Nobody));
        Assert.Equal("Circle of Willis", TextCleaner.Clean("Circle of Willis", Nobody));
        Assert.Equal("matter", TextCleaner.Clean("White  matter", Nobody));
        Assert.Equal("Left matter", TextCleaner.Clean("Left white matter", new HashSet<string> { "WHITE" }));
        Assert.Equal("Intraretinal", TextCleaner.Clean("Intraretinal Shields", Nobody));
    }

    public static TheoryData<string> Notes => [.. Lines("person-notes.txt")];

    private static IEnumerable<string> Lines(string file) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, file)).Where(line => line.Length > 0);

    [GeneratedRegex(@"\[([^\]]+)\]")]
    private static partial Regex Named();

    [GeneratedRegex(@"[^\p{L}\p{Nd}]+")]
    private static partial Regex Words();
}
