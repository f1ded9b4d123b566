using Overread.Deidentification.Text;

namespace Overread.Deidentification.Tests;

/// <summary>Descriptions keep their clinical words and lose everything else.</summary>
public sealed class TextCleanerTests
{
    private static string Clean(string text, params string[] identifying)
    {
        IdentifyingWords words = new();
        foreach (string value in identifying)
        {
            words.Add(value);
        }

        return TextCleaner.Clean(text, words.Words);
    }

    [Theory]
    [InlineData("CT CHEST W/O CONTRAST")]
    [InlineData("Thorax routine 4.0 B40f")]
    [InlineData("t2_tse_sag 5mm")]
    [InlineData("Hodgkin lymphoma, Swan-Ganz catheter")]
    [InlineData("L4-L5 disc")]
    [InlineData("DWI b 0 500 1000")]
    [InlineData("XR KNEE LEFT 3 VIEWS")]
    [InlineData("Lung 1.25 2.5 5.0 mm")]
    public void Clinical_descriptions_stay(string text) => Assert.Equal(text, Clean(text));

    [Theory]
    [InlineData("CHEST (Marchetti)", "CHEST")]
    [InlineData("Head CT 03/14/2019", "Head CT")]
    [InlineData("knee MRN4471123", "knee")]
    [InlineData("chest 555-0136", "chest")]
    [InlineData("CHEST\\Okonkwo\\PA", "CHEST\\\\PA")]
    [InlineData("Jérôme", "")]
    [InlineData("born 1930", "")]
    [InlineData("call +49 555 700 5327", "")]
    [InlineData("chest 555 1234", "chest")]
    [InlineData("(089) 123 45 67 lung", "lung")]
    public void Names_dates_and_numbers_go(string text, string expected) => Assert.Equal(expected, Clean(text));

    [Fact]
    public void What_the_source_calls_its_people_goes_even_where_it_is_a_clinical_word()
    {
        Assert.Equal("lung", Clean("lung"));
        Assert.Equal("CT", Clean("CT Lung", "Lung^Anna"));
    }

    [Fact]
    public void Cleaning_twice_changes_nothing()
    {
        foreach (
            string text in (string[])
                ["CT Abd/Pelvis w Smith, 12.3.2020", "a-b (c) ; x\\y  z", "", "\\\\", "MR, Brain. ^^"]
        )
        {
            string once = Clean(text);
            Assert.Equal(once, Clean(once));
        }
    }
}
