using System.Text.Json;
using Overread.Domain.Marks;
using Overread.Domain.Modalities.Imaging;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Domain.Record;

namespace Overread.Domain.Tests;

/// <summary>One test for each rule of <see cref="ProtocolCheck"/>: the protocol that breaks it alone, and the one beside it that does not.</summary>
public class ProtocolCheckTests
{
    private static readonly Option[] Two = [new("a", "A"), new("b", "B")];
    private static readonly Field Finding = new("finding", "Finding", FieldKinds.Finding);

    private static ProtocolBody With(params Field[] fields) => new("Title", fields, "Guideline", new ReadingPolicy(2));

    private static void Faulty(ProtocolBody body, string where, string words)
    {
        ProtocolFault fault = Assert.Single(ProtocolCheck.Faults(body));
        Assert.Equal(where, fault.Where);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    private static void Sound(ProtocolBody body) => Assert.Empty(ProtocolCheck.Faults(body));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void A_protocol_has_a_title(string title) =>
        Faulty(With(Finding) with { Title = title }, "/title", "needs a title");

    [Fact]
    public void What_an_earlier_build_saved_with_gaps_has_a_fault_for_each()
    {
        Faulty(With(Finding, null!), "/fields/1", "no field here");
        Field choice = new("choice", "Choice", FieldKinds.Choice) { Options = [.. Two, null!] };
        Faulty(With(choice), "/fields/0/options/2", "no option here");
    }

    [Theory]
    [InlineData("A")]
    [InlineData("a")]
    [InlineData("  A ")]
    public void Two_options_of_a_field_have_titles_that_people_can_tell_apart(string title)
    {
        Field choice = new("choice", "Choice", FieldKinds.Choice) { Options = [.. Two, new("c", title)] };
        Faulty(With(choice), "/fields/0/options/2/title", "tell them apart");
        Faulty(
            With(choice with { Options = [new("a", "Very large"), new("b", "very \u00a0LARGE")] }),
            "/fields/0/options/1/title",
            "tell them apart"
        );
        // The same in another field is no fault.
        Sound(With(choice with { Options = Two }, choice with { Id = "other", Options = Two }));
    }

    [Fact]
    public void A_protocol_asks_something() => Faulty(With(), "/fields", "at least one question");

    [Theory]
    [InlineData("")]
    [InlineData("Finding")]
    [InlineData("1st")]
    [InlineData("a b")]
    [InlineData("ä")]
    [InlineData("-a")]
    [InlineData("a.b")]
    public void A_fields_id_is_plain(string id) => Faulty(With(Finding with { Id = id }), "/fields/0/id", "lower-case");

    [Fact]
    public void A_fields_id_has_at_most_64_characters()
    {
        Sound(With(Finding with { Id = new string('a', 64) }));
        Faulty(With(Finding with { Id = new string('a', 65) }), "/fields/0/id", "lower-case");
        Sound(With(Finding with { Id = "a-9_z" }));
    }

    [Fact]
    public void Two_fields_never_have_one_id() =>
        Faulty(With(Finding, Finding with { Title = "Again" }), "/fields/1/id", "Two fields are called finding");

    [Fact]
    public void A_field_has_a_title() => Faulty(With(Finding with { Title = " " }), "/fields/0/title", "needs a title");

    [Theory]
    [InlineData("choice")]
    [InlineData("multichoice")]
    [InlineData("ordinal")]
    public void A_choice_has_at_least_two_options(string kind)
    {
        Field field = new("f", "F", FieldKinds.Find(kind)!);
        Faulty(With(field), "/fields/0/options", "at least two options");
        Faulty(With(field with { Options = [Two[0]] }), "/fields/0/options", "at least two options");
        Sound(With(field with { Options = Two }));
    }

    [Theory]
    [InlineData("finding")]
    [InlineData("number")]
    [InlineData("percent")]
    [InlineData("text")]
    public void What_takes_no_options_has_none(string kind)
    {
        Field field = new("f", "F", FieldKinds.Find(kind)!);
        Faulty(With(field with { Options = Two }), "/fields/0/options", $"kind {kind} has no options");
        Sound(With(field with { Options = [] }));
    }

    [Theory]
    [InlineData("boxes")]
    [InlineData("points")]
    public void Marks_may_have_any_number_of_classes(string kind)
    {
        Field field = new("f", "F", FieldKinds.Find(kind)!);
        Sound(With(field));
        Sound(With(field with { Options = [Two[0]] }));
        Faulty(With(field with { Options = [new("A", "A")] }), "/fields/0/options/0/id", "unique");
    }

    [Fact]
    public void An_options_id_is_plain_and_unique()
    {
        Field field = new("f", "F", FieldKinds.Choice);
        Faulty(With(field with { Options = [Two[0], new("B!", "B")] }), "/fields/0/options/1/id", "lower-case");
        Faulty(
            With(field with { Options = [Two[0], Two[0] with { Title = "Other" }] }),
            "/fields/0/options/1/id",
            "unique"
        );
    }

    [Fact]
    public void An_option_has_a_title() =>
        Faulty(
            With(new Field("f", "F", FieldKinds.Choice) { Options = [Two[0], new("b", " ")] }),
            "/fields/0/options/1/title",
            "needs a title"
        );

    [Theory]
    [InlineData("12")]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("1")]
    public void A_key_is_one_digit_that_no_other_option_has(string key) =>
        Faulty(
            With(new Field("f", "F", FieldKinds.Choice) { Options = [new("a", "A", "1"), new("b", "B", key)] }),
            "/fields/0/options/1/key",
            "one digit"
        );

    [Fact]
    public void Keys_that_differ_are_sound() =>
        Sound(With(new Field("f", "F", FieldKinds.Choice) { Options = [new("a", "A", "1"), new("b", "B", "0")] }));

    [Fact]
    public void The_smallest_number_is_not_above_the_largest()
    {
        Field field = new("f", "F", FieldKinds.Number) { Min = 2, Max = 1 };
        Faulty(With(field), "/fields/0/min", "greater than the largest");
        Sound(With(field with { Max = 2 }));
        Sound(With(field with { Max = null }));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.PositiveInfinity)]
    public void A_step_is_above_nothing(double step) =>
        Faulty(With(new Field("f", "F", FieldKinds.Number) { Step = step }), "/fields/0/step", "above 0");

    [Fact]
    public void A_text_takes_at_least_one_character()
    {
        Faulty(With(new Field("f", "F", FieldKinds.Text) { MaxLength = 0 }), "/fields/0/maxLength", "at least 1");
        Sound(With(new Field("f", "F", FieldKinds.Text) { MaxLength = 1 }));
    }

    [Fact]
    public void A_condition_names_a_field_before()
    {
        Field late = new("late", "Late", FieldKinds.Finding) { When = new("finding", ["present"]) };
        Sound(With(Finding, late));
        Faulty(With(late, Finding), "/fields/0/when/field", "no field finding before");
        Faulty(With(late with { When = new("late", ["present"]) }), "/fields/0/when/field", "no field late before");
    }

    [Fact]
    public void A_condition_names_answers_that_the_field_can_have()
    {
        Field late = new("late", "Late", FieldKinds.Finding) { When = new("finding", ["present", "maybe"]) };
        Faulty(With(Finding, late), "/fields/1/when/is", "Finding has no answer maybe");
        Faulty(With(Finding, late with { When = new("finding", []) }), "/fields/1/when/is", "never be asked");
        Field choice = new("choice", "Choice", FieldKinds.Choice) { Options = Two };
        Sound(With(choice, late with { When = new("choice", ["a", "uncertain"]) }));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(20, true)]
    [InlineData(21, false)]
    public void An_item_is_read_by_1_to_20_readers(int readers, bool sound) =>
        Policy(new(readers), "/policy/readers", sound);

    [Theory]
    [InlineData(-0.1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(1.1, false)]
    [InlineData(double.NaN, false)]
    public void The_share_to_check_again_is_a_share(double share, bool sound) =>
        Policy(new(2, RecheckShare: share), "/policy/recheckShare", sound);

    [Theory]
    [InlineData(0, false)]
    [InlineData(0.01, true)]
    [InlineData(1, true)]
    [InlineData(1.1, false)]
    public void The_overlap_of_an_earlier_policy_is_a_share_above_nothing(double overlap, bool sound) =>
        Policy(new(2) { BoxOverlap = overlap }, "/policy/boxOverlap", sound);

    [Theory]
    [InlineData(0, false)]
    [InlineData(0.5, true)]
    public void The_distance_of_an_earlier_policy_is_above_nothing(double distance, bool sound) =>
        Policy(new(2) { PointDistance = distance }, "/policy/pointDistance", sound);

    private static void Policy(ReadingPolicy policy, string where, bool sound)
    {
        ProtocolBody body = With(Finding) with { Policy = policy };
        if (sound)
        {
            Sound(body);
        }
        else
        {
            Assert.Equal(where, Assert.Single(ProtocolCheck.Faults(body)).Where);
        }
    }

    [Theory]
    [InlineData("boxes", "iou", 0.5, null, null)]
    [InlineData("boxes", "iou", 1, null, null)]
    [InlineData("boxes", "iou", 0, null, "threshold")]
    [InlineData("boxes", "iou", 1.1, null, "threshold")]
    [InlineData("boxes", "iou", 0.5, "px", "threshold")]
    [InlineData("boxes", "distance", 5, "mm", null)]
    [InlineData("boxes", "distance", 5, null, null)]
    [InlineData("boxes", "distance", 5, "cm", "threshold")]
    [InlineData("points", "distance", 0, "px", "threshold")]
    [InlineData("points", "distance", double.PositiveInfinity, "px", "threshold")]
    [InlineData("points", "iou", 0.5, null, "measure")]
    [InlineData("number", "difference", 0, null, null)]
    [InlineData("number", "difference", -1, null, "threshold")]
    [InlineData("number", "relative-difference", 1, null, null)]
    [InlineData("number", "relative-difference", 2, null, "threshold")]
    [InlineData("finding", "iou", 0.5, null, "measure")]
    public void A_rule_measures_what_the_kind_can_measure(
        string kind,
        string measure,
        double threshold,
        string? unit,
        string? fault
    )
    {
        ProtocolBody body = With(new Field("f", "F", FieldKinds.Find(kind)!) { Match = new(measure, threshold, unit) });
        if (fault is null)
        {
            Sound(body);
        }
        else
        {
            Assert.Equal("/fields/0/match/" + fault, Assert.Single(ProtocolCheck.Faults(body)).Where);
        }
    }

    [Theory]
    [InlineData("boxes", "iou", 2, null, "intersection over union is above 0 and at most 1")]
    [InlineData("boxes", "distance", 0, null, "distance of the centres is above 0.")]
    [InlineData("number", "difference", -1, null, "difference is at least 0.")]
    [InlineData("number", "relative-difference", 2, null, "is at least 0 and at most 1")]
    [InlineData("boxes", "iou", 0.5, "px", "has no unit")]
    [InlineData("points", "distance", 5, "cm", "is one of: px, mm")]
    [InlineData("points", "iou", 5, null, "measured by one of: distance")]
    [InlineData("finding", "iou", 5, null, "the same or not")]
    public void A_rule_that_is_wrong_is_told_what_is_right(
        string kind,
        string measure,
        double threshold,
        string? unit,
        string words
    ) =>
        Assert.Contains(
            words,
            Assert
                .Single(
                    ProtocolCheck.Faults(
                        With(new Field("f", "F", FieldKinds.Find(kind)!) { Match = new(measure, threshold, unit) })
                    )
                )
                .Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_share_may_begin_at_nothing() =>
        Sound(With(new Field("f", "F", FieldKinds.Percent) { Min = 0, Max = 50 }));

    [Fact]
    public void A_condition_on_a_later_field_is_one_fault() =>
        Assert.Single(
            ProtocolCheck.Faults(
                With(new Field("late", "Late", FieldKinds.Finding) { When = new("finding", ["maybe"]) }, Finding)
            )
        );

    [Fact]
    public void A_protocol_of_before_keeps_its_rules_and_its_hash()
    {
        const string Old = """
            {"title":"T","fields":[{"id":"b","title":"B","kind":"boxes","required":false},{"id":"p","title":"P","kind":"points","required":false}],"guideline":"G","policy":{"readers":2,"agreement":"majority","disputes":"adjudicator","recheckShare":0,"boxOverlap":0.3,"pointDistance":4}}
            """;
        ProtocolBody body = JsonSerializer.Deserialize<ProtocolBody>(Old, EventJson.Strict)!;
        Assert.Equal(Old.Trim(), JsonSerializer.Serialize(body, EventJson.Options));
        Assert.Equal(new MatchRule("iou", 0.3), body.Fields[0].Kind.RuleOf(body.Fields[0], body.Policy));
        Assert.Equal(new MatchRule("distance", 4, "px"), body.Fields[1].Kind.RuleOf(body.Fields[1], body.Policy));
        // A rule of the field's own goes before, and without either there is the usual one.
        MatchRule own = new("iou", 0.7);
        Assert.Equal(own, BoxesKind.Instance.RuleOf(body.Fields[0] with { Match = own }, body.Policy));
        Assert.Equal(new MatchRule("iou", 0.5), BoxesKind.Instance.RuleOf(body.Fields[0], new ReadingPolicy(2)));
        Assert.Equal(
            new MatchRule("distance", 10, "px"),
            PointsKind.Instance.RuleOf(body.Fields[1], new ReadingPolicy(2))
        );
    }
}
