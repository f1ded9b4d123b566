using Overread.Domain.Intake;
using Overread.Domain.Releases;

namespace Overread.Domain.Tests;

/// <summary>What is coarsely known of items, and the population that is aimed at.</summary>
public class TraitTests
{
    [Theory]
    [InlineData(Traits.Sex, "F", "female")]
    [InlineData(Traits.Sex, " male ", "male")]
    [InlineData(Traits.Sex, "o", "other")]
    [InlineData(Traits.Sex, "x", null)]
    [InlineData(Traits.Age, "0", "0 to 17")]
    [InlineData(Traits.Age, "17", "0 to 17")]
    [InlineData(Traits.Age, "18", "18 to 19")]
    [InlineData(Traits.Age, "45", "40 to 49")]
    [InlineData(Traits.Age, "89", "80 to 89")]
    [InlineData(Traits.Age, "90", "90 or more")]
    [InlineData(Traits.Age, "117", "90 or more")]
    [InlineData(Traits.Age, "45 years", null)]
    [InlineData(Traits.Age, "-3", null)]
    [InlineData(Traits.Year, "2024", "2024")]
    [InlineData(Traits.Year, "20240305", null)]
    [InlineData(Traits.Site, "Site A", "Site A")]
    public void What_is_stated_becomes_coarse_or_is_said_to_be_no_value(string name, string stated, string? value)
    {
        ItemTrait trait = Traits.Of(name, stated);
        Assert.Equal(value, trait.Value);
        Assert.Equal(value is null ? TraitGap.Unreadable : null, trait.Gap);
        Assert.Equal(TraitGap.NotStated, Traits.Of(name, " ").Gap);
    }

    [Fact]
    public void Parts_that_differ_have_no_value_together()
    {
        IReadOnlyList<ItemTrait> joined = ItemTrait.Join([
            [Traits.Of(Traits.Model, "One"), Traits.Of(Traits.Sex, "F"), Traits.Of(Traits.Site, null)],
            [Traits.Of(Traits.Model, "Two"), Traits.Of(Traits.Sex, null)],
        ]);
        Assert.Equal(
            [
                ItemTrait.Missing(Traits.Model, TraitGap.Several),
                ItemTrait.Known(Traits.Sex, "female"),
                ItemTrait.Missing(Traits.Site, TraitGap.NotStated),
            ],
            joined
        );
    }

    [Fact]
    public void A_target_divides_each_of_its_traits_into_shares_of_one()
    {
        static string? Fault(params TargetShare[] shares) =>
            new TargetPopulation("Adults.", "Register 2024", shares).Fault()?.Where;
        Assert.Null(Fault(new("sex", "female", 0.505), new("sex", "male", 0.498)));
        Assert.Equal("shares", Fault());
        Assert.Equal("shares", Fault(new("sex", "female", 0.5), new("sex", "male", 0.4)));
        Assert.Equal("shares", Fault(new TargetShare("sex", "female", 1)));
        Assert.Equal("shares", Fault(new("sex", "female", 0.5), new("sex", "female", 0.5)));
        Assert.Equal("shares/1/share", Fault(new("sex", "female", 0.5), new("sex", "male", 0)));
        Assert.Equal("shares/0/trait", Fault(new TargetShare("Sex of it", "female", 1)));
        Assert.Equal("shares/0/value", Fault(new TargetShare("sex", " ", 1)));
        Assert.Equal("description", new TargetPopulation(" ", "R", []).Fault()?.Where);
        Assert.Equal("source", new TargetPopulation("A", "", []).Fault()?.Where);
    }
}
