using System.Globalization;
using CsCheck;
using Overread.Deidentification.Dates;
using Overread.Deidentification.Pseudonyms;

namespace Overread.Deidentification.Tests;

/// <summary>Dates move by whole days, intervals stay exact, and what is no date never comes out half-moved.</summary>
public sealed class DateShiftTests
{
    [Theory]
    [InlineData("20200301", 1, "20200229")]
    [InlineData("20240229", 366, "20230228")]
    [InlineData("2020.03.01", 1, "2020.02.29")]
    [InlineData("20200301-20200302", 1, "20200229-20200301")]
    [InlineData("-20200301", 1, "-20200229")]
    [InlineData("20200301-", 1, "20200229-")]
    [InlineData("20200301\\20210301", 1, "20200229\\20210228")]
    [InlineData("20201399", 1, "")]
    [InlineData("00010101", 1, "")]
    [InlineData("May 2020", 1, "")]
    public void Dates(string text, int days, string expected) =>
        Assert.Equal(expected, DateShift.ShiftDates(text, new DateOffset(days)));

    [Theory]
    [InlineData("20200301120000.123456-0500", 1, "20200229120000.123456-0500")]
    [InlineData("20200301240000", 1, "20200229240000")]
    [InlineData("202003", 31, "202001")]
    [InlineData("2020", 1, "2019")]
    [InlineData("2020030112&0100", 1, "")]
    [InlineData("203", 1, "")]
    [InlineData("2019.03.14 101112", 1, "")]
    [InlineData("2019-03-14T10:11:12", 1, "")]
    [InlineData("20190314 101112", 1, "")]
    [InlineData("20190314101112.", 1, "")]
    [InlineData("201903141011.5", 1, "")]
    [InlineData("20190314-0314", 1, "")]
    [InlineData("2019-0314", 1, "")]
    [InlineData("20190314101112+0530", 1, "20190313101112+0530")]
    [InlineData("20190314/20190315", 1, "")]
    public void Date_times(string text, int days, string expected) =>
        Assert.Equal(expected, DateShift.ShiftDateTimes(text, new DateOffset(days)));

    [Fact]
    public void Intervals_are_exact_for_every_patient() =>
        Gen.Int[1, 40_000]
            .Select(Gen.Int[1, 4_000], Gen.Int[0, 100_000])
            .Sample(t =>
            {
                DateOnly first = new DateOnly(1920, 1, 1).AddDays(t.Item1);
                DateOnly second = first.AddDays(t.Item2);
                DateOffset offset = DateOffset.For(new ProjectKey(new byte[32]), $"p{t.Item3}");
                Assert.InRange(offset.Days, DateOffset.Fewest, DateOffset.Most);
                DateOnly Shift(DateOnly date) =>
                    DateOnly.ParseExact(
                        DateShift.ShiftDates(date.ToString("yyyyMMdd", CultureInfo.InvariantCulture), offset),
                        "yyyyMMdd",
                        CultureInfo.InvariantCulture
                    );
                Assert.Equal(t.Item2, Shift(second).DayNumber - Shift(first).DayNumber);
                Assert.True(Shift(first) < first);
            });
}
