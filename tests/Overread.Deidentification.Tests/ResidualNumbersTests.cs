using Overread.Deidentification.Residual;
using Xunit;

namespace Overread.Deidentification.Tests;

public sealed class ResidualNumbersTests
{
    private static ResidualNumbers Made()
    {
        ResidualNumbers numbers = new();
        numbers.AddNumber("PatientID", "MRN-0048151623");
        numbers.AddDay("PatientBirthDate", "19580314");
        return numbers;
    }

    [Theory]
    [InlineData("14 March 1958")]
    [InlineData("14. März 1958")]
    [InlineData("14 de marzo de 1958")]
    [InlineData("14 mars 1958")]
    [InlineData("14 marzo 1958")]
    [InlineData("14 maart 1958")]
    [InlineData("March 14th, 1958")]
    [InlineData("14/3/58")]
    [InlineData("1958-03-14")]
    [InlineData("03141958")]
    public void A_day_is_met_in_the_forms_in_which_it_is_written(string text) =>
        Assert.Equal(["PatientBirthDate"], Made().Find("scanned " + text + " supine"));

    [Theory]
    [InlineData("13 March 1958")]
    [InlineData("14 mai 1958")]
    [InlineData("14 marzo 1959")]
    [InlineData("1958.0314159")]
    public void Another_day_is_not(string text) => Assert.Empty(Made().Find(text));

    [Theory]
    [InlineData("48151623", "PatientID")]
    [InlineData("0048151623", "PatientID")]
    [InlineData("+48151623", "PatientID")]
    [InlineData(" 48151623.00 ", "PatientID")]
    [InlineData("19580314", "PatientBirthDate")]
    [InlineData("148151623", null)]
    [InlineData("48151623.5", null)]
    [InlineData("-48151623", null)]
    [InlineData("4.8151623E7", null)]
    [InlineData("19580315", null)]
    [InlineData("", null)]
    public void A_number_is_one_of_the_record_where_all_of_it_is(string number, string? kind) =>
        Assert.Equal(kind, Made().FindWhole(number));
}
