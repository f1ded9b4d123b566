using Overread.Deidentification.Text;

namespace Overread.Deidentification.Tests;

/// <summary>One name in its ways of writing, without a culture's data.</summary>
public sealed class NameFormsTests
{
    [Theory]
    [InlineData("Müller", "MULLER")]
    [InlineData("Nguyễn", "NGUYEN")]
    [InlineData("Dvořák", "DVORAK")]
    [InlineData("Łukasz", "LUKASZ")]
    [InlineData("O'Brien", "O'BRIEN")]
    public void Folded_names_are_capitals_without_marks(string name, string folded) =>
        Assert.Equal(folded, NameForms.Fold(name));

    [Fact]
    public void All_forms_of_an_umlaut_are_known() =>
        Assert.Equal(["MÜLLER", "MULLER", "MUELLER"], NameForms.Of("Müller"));
}
