using Overread.Quality.Readers;

namespace Overread.Quality.Tests.Readers;

/// <summary>Tests that people take before they read.</summary>
public class QualificationTests
{
    private static readonly QualificationItem[] s_bank =
    [
        .. Enumerable.Range(0, 60).Select(i => new QualificationItem(100 + i, i % 2, i < 30 ? 0 : 1)),
    ];

    [Theory]
    // Wilson's lower limit by its formula, computed apart with the quantiles of Python's statistics.NormalDist.
    [InlineData(33, 40, 0.95, 0.7065807014695694)]
    [InlineData(32, 40, 0.95, 0.6785352852750638)]
    [InlineData(40, 40, 0.95, 0.936646551354542)]
    [InlineData(18, 20, 0.9, 0.7816040731077999)]
    public void The_lower_bound_is_Wilsons(int right, int count, double confidence, double low)
    {
        QualificationField field = QualificationField.Of(right, count, 0.7, confidence);
        Assert.Equal(low, field.Low, 1e-9);
        Assert.Equal(low >= 0.7, field.Passed);
    }

    [Fact]
    public void The_fewest_right_answers_that_pass_are_said()
    {
        // As docs/how-to/training.md says them.
        Assert.Equal(19, QualificationField.Needed(20, 0.8));
        Assert.Equal(18, QualificationField.Needed(20, 0.7));
        Assert.Equal(33, QualificationField.Needed(40, 0.7));
        Assert.Null(QualificationField.Needed(3, 0.95));
        for (int count = 1; count <= 60; count++)
        {
            if (QualificationField.Needed(count, 0.6) is { } needed)
            {
                Assert.True(QualificationField.Of(needed, count, 0.6).Passed);
                Assert.False(needed > 0 && QualificationField.Of(needed - 1, count, 0.6).Passed);
            }
        }
    }

    [Fact]
    public void A_test_is_drawn_by_answer_and_difficulty_for_each_person_anew()
    {
        QualificationTest test = new(20, 0.7, Attempts: 3);
        int[] drawn = test.Draw(s_bank, 7, person: 1);
        Assert.Equal(drawn, test.Draw(s_bank, 7, person: 1));
        Assert.NotEqual(drawn.Order(), test.Draw(s_bank, 7, person: 2).Order());
        Assert.NotEqual(drawn.Order(), test.Draw(s_bank, 8, person: 1).Order());
        Assert.Equal(20, drawn.Distinct().Count());
        // Four strata of fifteen each: five of every stratum.
        Assert.All(
            s_bank.Where(i => drawn.Contains(i.Item)).CountBy(i => (i.Answer, i.Difficulty)),
            s => Assert.Equal(5, s.Value)
        );
    }

    [Fact]
    public void A_later_attempt_has_items_that_the_person_has_not_had()
    {
        QualificationTest test = new(20, 0.7, Attempts: 3);
        int[][] attempts = [.. Enumerable.Range(1, 3).Select(a => test.Draw(s_bank, 7, 1, a))];
        Assert.Equal(60, attempts.SelectMany(a => a).Distinct().Count());
        Assert.Throws<ArgumentException>(() => test.Draw(s_bank, 7, 1, attempt: 4));
    }

    [Fact]
    public void A_rare_stratum_is_met_and_the_size_kept()
    {
        QualificationItem[] bank =
        [
            .. Enumerable.Range(0, 98).Select(i => new QualificationItem(i, 0, 0)),
            new(98, 1, 0),
            new(99, 1, 1),
        ];
        int[] drawn = new QualificationTest(10, 0.7).Draw(bank, 1, 0);
        Assert.Equal(10, drawn.Length);
        Assert.Contains(98, drawn);
        Assert.Contains(99, drawn);
    }

    [Fact]
    public void Every_field_is_judged_and_nonsense_refused()
    {
        QualificationTest test = new(40, 0.7);
        Assert.Equal([true, false], test.Judge([(33, 40), (32, 40)]).Select(f => f.Passed));
        Assert.Throws<ArgumentException>(() => test.Judge([]));
        Assert.Throws<ArgumentException>(() => test.Judge([(5, 4)]));
        Assert.Throws<ArgumentException>(() => test.Draw(s_bank[..39], 1, 0));
        Assert.Throws<ArgumentException>(() => test.Draw([.. s_bank, s_bank[0]], 1, 0));
    }
}
