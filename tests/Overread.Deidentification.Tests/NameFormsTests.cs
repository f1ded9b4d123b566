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
    [InlineData("Zoe\u0301", "ZOE")]
    [InlineData("Mu\u0308ller", "MULLER")]
    [InlineData("Ｙａｍａｄａ", "YAMADA")]
    public void Folded_names_are_capitals_without_marks(string name, string folded) =>
        Assert.Equal(folded, NameForms.Fold(name));

    [Fact]
    public void All_forms_of_an_umlaut_are_known() =>
        Assert.Equal(["MÜLLER", "MULLER", "MUELLER"], NameForms.Of("Müller"));

    [Fact]
    public void A_letter_with_its_mark_apart_is_spelled_out_too() =>
        Assert.Equal(["MU\u0308LLER", "MULLER", "MUELLER"], NameForms.Of("Mu\u0308ller"));
}
