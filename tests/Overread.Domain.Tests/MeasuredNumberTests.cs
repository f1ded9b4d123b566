using System.Text.Json;
using Overread.Domain.Comparison;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Domain.Reads;

namespace Overread.Domain.Tests;

/// <summary>What a measured field takes, and what is in the middle of numbers.</summary>
public class MeasuredNumberTests
{
    private static readonly Field Size = new("n", "Size", FieldKinds.Number);

    [Theory]
    [InlineData("1e100", true)]
    [InlineData("-1e100", true)]
    [InlineData("1.1e100", false)]
    [InlineData("1e200", false)]
    [InlineData("-1e200", false)]
    [InlineData("1.7e308", false)]
    [InlineData("1e400", false)]
    public void Numbers_whose_squares_are_none_are_refused_where_they_are_given(string number, bool taken)
    {
        ProtocolBody protocol = new("T", [Size], "", new ReadingPolicy(2));
        JsonElement value = JsonDocument.Parse(number).RootElement;
        Refusal? refusal = ReadRules.OfAnswer(protocol, "n", new(AnswerState.Present, value));
        Assert.Equal(taken, refusal is null);
        if (refusal is not null)
        {
            Assert.Equal(("read.invalid", "n"), (refusal.Code, refusal.Where));
            Assert.Contains("1e100", refusal.Title, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_number_outside_the_fields_own_bounds_is_told_those()
    {
        ProtocolBody protocol = new("T", [Size with { Max = 10 }], "", new ReadingPolicy(2));
        JsonElement value = JsonDocument.Parse("1e200").RootElement;
        Refusal? refusal = ReadRules.OfAnswer(protocol, "n", new(AnswerState.Present, value));
        Assert.Contains("at most 10", refusal!.Title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(22.6, 22.4, 22.8)]
    [InlineData(10.15, 10.1, 10.2)]
    [InlineData(0.2, 0.1, 0.2, 0.3)]
    [InlineData(123456789012346d, 123456789012345d, 123456789012347d)]
    [InlineData(5d, 5d, 5d, 5d)]
    [InlineData(-0.05, 0.1, -0.2)]
    public void Means_have_the_digits_of_their_sum(double mean, params double[] numbers) =>
        Assert.Equal(mean, Middle.Mean(numbers));

    [Fact]
    public void Means_without_an_end_have_twelve_digits()
    {
        Assert.Equal(10.3333333333, Middle.Mean([10, 10, 11]));
        Assert.Equal(22.6333333333, Middle.Mean([22.5, 22.7, 22.7]));
    }

    [Fact]
    public void The_middle_is_a_number_whatever_the_numbers_are()
    {
        Assert.Equal(18.8, Middle.Median([18.9, 18.7]));
        Assert.Equal(12.35, Middle.Median([12.1, 13.4, 12.4, 12.3]));
        Assert.Equal(3.1234567890123455, Middle.Median([9, 1, 3.1234567890123455]));
        Assert.Equal(double.MaxValue, Middle.Median([double.MaxValue, double.MaxValue]));
        Assert.Equal(1.25e308, Middle.Mean([1e308, 1.5e308]), 1e295);
        Assert.Equal(2e-12, Middle.Mean([1e-12, 3e-12]), 1e-24);
    }

    // Stores of before hold such numbers; what is compared of them has to be written down.
    [Fact]
    public void Huge_numbers_of_before_are_compared()
    {
        ProtocolBody protocol = new("T", [Size], "", new ReadingPolicy(2));
        foreach ((string first, string second) in new[] { ("1.7e308", "1.7e308"), ("1.7e308", "-1.7e308") })
        {
            FieldComparison found = Case.Compare(
                protocol,
                [Case.Read(protocol, "r1", "n=" + first), Case.Read(protocol, "r2", "n=" + second)]
            )["n"];
            Assert.True(
                found.Label is null
                    || double.IsFinite(double.Parse(found.Label, System.Globalization.CultureInfo.InvariantCulture)),
                found.Label
            );
        }
    }
}
