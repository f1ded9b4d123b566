using CsCheck;
using Overread.Domain.Releases;

namespace Overread.Domain.Tests;

/// <summary>A subject keeps its split through every later version of a release.</summary>
public class SplitForLifeTests
{
    private static readonly SplitPlan Plan = new(0.7, 0.15, 0.15, 1);

    [Fact]
    public void Whatever_seed_shares_and_additions_come_nobody_moves() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[0, 40], Gen.Long, Gen.Long, Gen.Int[0, 10], Gen.Int[0, 10])
            .Sample(
                (first, more, one, other, train, tuning) =>
                {
                    train = Math.Min(train, 10 - Math.Min(tuning, 10));
                    SplitOutcome before = (Plan with { Seed = one }).Assign(
                        Enumerable.Range(0, first).Select(i => $"s{i}")
                    );
                    SplitPlan next = new(
                        train / 10.0,
                        Math.Min(tuning, 10 - train) / 10.0,
                        1 - (train / 10.0) - (Math.Min(tuning, 10 - train) / 10.0),
                        other
                    );
                    SplitOutcome after = next.Assign(
                        Enumerable.Range(first / 2, first + more).Select(i => $"s{i}"),
                        held: before.Of
                    );
                    Assert.Empty(after.Moved);
                    Assert.All(
                        after.Of.Where(s => before.Of.ContainsKey(s.Key)),
                        s => Assert.Equal(before.Of[s.Key], s.Value)
                    );
                }
            );

    [Fact]
    public void Those_who_come_bring_the_whole_to_the_shares()
    {
        SplitOutcome before = new SplitPlan(1, 0, 0, 1).Assign(Enumerable.Range(0, 50).Select(i => $"s{i}"));
        SplitOutcome after = new SplitPlan(0.5, 0.25, 0.25, 1).Assign(
            Enumerable.Range(0, 100).Select(i => $"s{i}"),
            held: before.Of
        );
        Assert.Equal(
            (50, 25, 25),
            (
                after.Of.Values.Count(s => s == "train"),
                after.Of.Values.Count(s => s == "tuning"),
                after.Of.Values.Count(s => s == "test")
            )
        );
    }

    [Fact]
    public void A_group_is_never_divided_and_what_was_trained_on_stays_in_training()
    {
        Dictionary<string, string> held = new()
        {
            ["a"] = "test",
            ["b"] = "train",
            ["gone"] = "tuning",
        };
        string Group(string s) =>
            s is "a" or "b" or "c" ? "a"
            : s is "gone" or "d" ? "d"
            : s;
        SplitOutcome outcome = Plan.Assign(["a", "b", "c", "d", "e"], Group, held);
        Assert.All((string[])["a", "b", "c"], s => Assert.Equal("train", outcome.Of[s]));
        // Of the patient in question a version held another spelling.
        Assert.Equal("tuning", outcome.Of["d"]);
        Assert.Equal(["a"], outcome.Moved);
    }

    [Fact]
    public void A_move_needs_a_reason_and_a_known_split()
    {
        Assert.Null(ReleaseRules.Moves([], null));
        Assert.Equal("release.split-moved", ReleaseRules.Moves(["a"], null)!.Code);
        Assert.Null(ReleaseRules.Moves(["a"], new SplitChange("One patient.")));
        Assert.Equal("release.split-reason", new SplitChange(" ").Fault()!.Code);
        Assert.Equal(
            "release.splits",
            new SplitChange("x", Moves: new Dictionary<string, string> { ["a"] = "holdout" }).Fault()!.Code
        );
    }

    [Fact]
    public void With_a_reason_subjects_are_moved_by_name_or_all_anew()
    {
        List<string> subjects = [.. Enumerable.Range(0, 30).Select(i => $"s{i}")];
        SplitOutcome before = Plan.Assign(subjects);
        string one = before.Of.First(s => s.Value == "train").Key;
        SplitOutcome named = Plan.Assign(
            subjects,
            held: before.Of,
            change: new("Seen in the validation data.", Moves: new Dictionary<string, string> { [one] = "test" })
        );
        Assert.Equal([one], named.Moved);
        Assert.Equal("test", named.Of[one]);
        SplitOutcome anew = (Plan with { Seed = 2 }).Assign(
            subjects,
            held: before.Of,
            change: new("Begin again.", Anew: true)
        );
        Assert.NotEmpty(anew.Moved);
        Assert.Equal((Plan with { Seed = 2 }).Assign(subjects).Of, anew.Of);
    }
}
