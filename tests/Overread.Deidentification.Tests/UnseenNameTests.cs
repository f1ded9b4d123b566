using Overread.Deidentification.Text;

namespace Overread.Deidentification.Tests;

/// <summary>
/// Names of structures, segments and series as sites write them, in five languages, written down before anybody looked at the
/// vocabulary; and the same with somebody named among them. docs/conformance/names.md has the figures of the first run.
/// </summary>
public sealed class UnseenNameTests
{
    private static readonly HashSet<string> Nobody = [];

    [Fact]
    public void Of_names_of_structures_and_series_95_in_100_stay_as_they_are()
    {
        string[] labels = Lines("unseen-labels.txt");
        List<string> lost =
        [
            .. labels
                .Select(label => (label, Clean: TextCleaner.Clean(label, Nobody)))
                .Where(pair => pair.label != pair.Clean)
                .Select(pair => $"{pair.label} → {pair.Clean}"),
        ];
        TestContext.Current.SendDiagnosticMessage(string.Join('\n', lost));
        Assert.Equal(200, labels.Length);
        Assert.True(
            lost.Count <= 0.05 * labels.Length,
            $"{lost.Count} of {labels.Length}:\n" + string.Join('\n', lost)
        );
    }

    [Fact]
    public void Nobody_who_is_named_among_them_stays()
    {
        string[] lines = Lines("unseen-people.txt");
        List<string> left = [];
        foreach (string line in lines)
        {
            string[] parts = line.Split('\t');
            string clean = TextCleaner.Clean(parts[0], Nobody);
            left.AddRange(
                parts[1]
                    .Split('|')
                    .Where(name => clean.Contains(name, StringComparison.OrdinalIgnoreCase))
                    .Select(name => $"{name} in {parts[0]} → {clean}")
            );
        }

        Assert.Equal(100, lines.Length);
        Assert.True(left.Count == 0, $"{left.Count}:\n" + string.Join('\n', left));
    }

    [Theory]
    [InlineData("Hohlbein")]
    [InlineData("Dickhaut")]
    [InlineData("Armbrust")]
    [InlineData("Langhals")]
    [InlineData("Breitkopf")]
    [InlineData("Langbein")]
    [InlineData("Kammerer")]
    [InlineData("Hinterseer")]
    [InlineData("Onderwater")]
    [InlineData("Bovens")]
    [InlineData("Costales")]
    [InlineData("Cardinale")]
    [InlineData("Natale")]
    [InlineData("Vitale")]
    [InlineData("Espinal")]
    [InlineData("Corazon")]
    [InlineData("Cabeza")]
    [InlineData("Hart")]
    [InlineData("Long")]
    [InlineData("Medici")]
    public void A_name_that_is_made_like_a_word_of_anatomy_does_not_stay(string name) =>
        Assert.Equal("CT", TextCleaner.Clean("CT " + name, Nobody));

    [Theory]
    [InlineData("Unterbauch portalvenös")]
    [InlineData("Schilddrüse quer")]
    [InlineData("Kniegelenk seitlich")]
    [InlineData("Bauchspeicheldrüse")]
    [InlineData("coupes sagittales")]
    [InlineData("corte coronal, vértebras dorsales")]
    [InlineData("Borstholte")]
    public void Compounds_and_endings_of_other_languages_stay(string text) =>
        Assert.Equal(text, TextCleaner.Clean(text, Nobody));

    private static string[] Lines(string file) =>
        [
            .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, file))
                .Where(line => line.Length > 0 && !line.StartsWith('#')),
        ];
}
