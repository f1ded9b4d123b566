using System.Text.Json;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Domain.Record;

namespace Overread.Domain.Tests;

public class FieldKindTests
{
    private static readonly Option[] Options = [new("low", "Low"), new("high", "High")];

    [Fact]
    public void Every_kind_that_the_assembly_has_is_in_the_list_under_a_name_of_its_own()
    {
        IEnumerable<Type> kinds = typeof(FieldKind)
            .Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(FieldKind)) && !t.IsAbstract);
        Assert.Equal(kinds.ToHashSet(), FieldKinds.All.Select(k => k.GetType()).ToHashSet());
        Assert.Equal(FieldKinds.All.Count, FieldKinds.All.Select(k => k.Name).Distinct().Count());
    }

    [Theory]
    [InlineData("finding", Scale.Nominal)]
    [InlineData("choice", Scale.Nominal)]
    [InlineData("multichoice", Scale.Nominal)]
    [InlineData("ordinal", Scale.Ordinal)]
    [InlineData("number", Scale.Interval)]
    [InlineData("percent", Scale.Ratio)]
    [InlineData("text", Scale.None)]
    [InlineData("boxes", Scale.Marks)]
    [InlineData("points", Scale.Marks)]
    public void A_kind_is_read_from_its_name_and_says_its_scale(string name, Scale scale)
    {
        FieldKind kind = JsonSerializer.Deserialize<FieldKind>($"\"{name}\"", EventJson.Strict)!;
        Assert.Equal((name, scale), (kind.Name, kind.Scale));
        Assert.Equal($"\"{name}\"", JsonSerializer.Serialize(kind, EventJson.Options));
        Assert.Equal(name, kind.ToString());
    }

    [Fact]
    public void A_kind_that_does_not_exist_is_refused_with_those_that_do()
    {
        JsonException e = Assert.Throws<JsonException>(() =>
            JsonSerializer.Deserialize<FieldKind>("\"slider\"", EventJson.Strict)
        );
        Assert.Contains("slider", e.Message, StringComparison.Ordinal);
        Assert.Contains("multichoice", e.Message, StringComparison.Ordinal);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<FieldKind>("4", EventJson.Strict));
    }

    [Theory]
    [InlineData("finding", null, true)]
    [InlineData("finding", "\"x\"", false)]
    [InlineData("choice", "\"low\"", true)]
    [InlineData("choice", "\"middle\"", false)]
    [InlineData("choice", "[\"low\"]", false)]
    [InlineData("choice", null, false)]
    [InlineData("ordinal", "\"high\"", true)]
    [InlineData("ordinal", "2", false)]
    [InlineData("multichoice", "[]", true)]
    [InlineData("multichoice", "[\"low\",\"high\"]", true)]
    [InlineData("multichoice", "[\"low\",\"low\"]", false)]
    [InlineData("multichoice", "[\"middle\"]", false)]
    [InlineData("multichoice", "[1]", false)]
    [InlineData("multichoice", "\"low\"", false)]
    [InlineData("multichoice", null, false)]
    [InlineData("number", "1.5", true)]
    [InlineData("number", "2", true)]
    [InlineData("number", "10", true)]
    [InlineData("number", "1.4", false)]
    [InlineData("number", "10.1", false)]
    [InlineData("number", "\"5\"", false)]
    [InlineData("number", "1e400", false)]
    [InlineData("number", null, false)]
    [InlineData("text", "\"12345\"", true)]
    [InlineData("text", "\"123456\"", false)]
    [InlineData("text", "5", false)]
    [InlineData("boxes", null, true)]
    [InlineData("boxes", "1", false)]
    public void A_value_fits_its_kind_or_is_refused_by_the_fields_name(string kind, string? value, bool fits)
    {
        Field field = new("f", "Grade", FieldKinds.Find(kind)!)
        {
            Options = Options,
            Min = 1.5,
            Max = 10,
            MaxLength = 5,
        };
        string? misfit = field.Kind.Misfit(field, Json(value));
        Assert.Equal(fits, misfit is null);
        if (misfit is not null)
        {
            Assert.StartsWith("Grade takes ", misfit, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(null, null, null, "Size takes a number.")]
    [InlineData(null, null, "mm", "Size takes a number in mm.")]
    [InlineData(1.0, 100.0, "mm", "Size takes a number from 1 to 100 mm.")]
    [InlineData(0.5, null, "mm", "Size takes a number of at least 0.5 mm.")]
    [InlineData(null, 9.0, null, "Size takes a number of at most 9.")]
    public void A_number_is_refused_with_the_range_it_has(double? min, double? max, string? unit, string words)
    {
        Field field = new("f", "Size", FieldKinds.Number)
        {
            Min = min,
            Max = max,
            Unit = unit,
        };
        Assert.Equal(words, field.Kind.Misfit(field, Json("\"x\"")));
    }

    [Theory]
    [InlineData(null, 0, 100)]
    [InlineData("%", 0, 100)]
    [InlineData("[ppth]", 0, 1000)]
    [InlineData("1", 0, 1)]
    public void A_share_lies_between_nothing_and_the_whole_of_its_unit(string? unit, double least, double most)
    {
        Field field = new("f", "Share", FieldKinds.Percent) { Unit = unit };
        Assert.Null(field.Kind.Misfit(field, JsonSerializer.SerializeToElement(least)));
        Assert.Null(field.Kind.Misfit(field, JsonSerializer.SerializeToElement(most)));
        Assert.NotNull(field.Kind.Misfit(field, JsonSerializer.SerializeToElement(least - 0.001)));
        Assert.NotNull(field.Kind.Misfit(field, JsonSerializer.SerializeToElement(most + 0.001)));
        Assert.Empty(field.Kind.Faults(field, "/fields/0"));
        Assert.Equal(unit ?? "%", field.Kind.UnitOf(field));
        Assert.Equal(unit, FieldKinds.Number.UnitOf(field));
    }

    [Fact]
    public void A_share_keeps_narrower_bounds_and_refuses_a_unit_that_is_none_of_shares()
    {
        Field field = new("f", "Share", FieldKinds.Percent)
        {
            Unit = "mm",
            Min = -1,
            Max = 60,
        };
        Assert.Equal(["/fields/0/unit", "/fields/0/min"], field.Kind.Faults(field, "/fields/0").Select(f => f.Where));
        Assert.NotNull(field.Kind.Misfit(field, Json("61")));
        field = field with { Unit = "%", Min = 10 };
        Assert.NotNull(field.Kind.Misfit(field, Json("9")));
        Assert.Null(field.Kind.Misfit(field, Json("10")));
        Assert.Null(field.Kind.Misfit(field, Json("60")));
    }

    [Theory]
    [InlineData("number", "1", "1.0", true)]
    [InlineData("number", "1", "10e-1", true)]
    [InlineData("number", "0", "-0.0", true)]
    [InlineData("number", "1", "1.1", false)]
    [InlineData("multichoice", "[\"low\",\"high\"]", "[\"high\",\"low\"]", true)]
    [InlineData("multichoice", "[]", "[\"low\"]", false)]
    [InlineData("choice", "\"low\"", "\"low\"", true)]
    [InlineData("choice", "\"low\"", "\"high\"", false)]
    [InlineData("text", "\"a\"", "\"a\"", true)]
    [InlineData("text", "\"a\"", "\"b\"", false)]
    public void Answers_that_say_the_same_have_one_key_and_one_text(string kind, string first, string second, bool same)
    {
        Field field = new("f", "F", FieldKinds.Find(kind)!) { Options = Options };
        LabelKey one = field.KeyOf(new(AnswerState.Present, Json(first)));
        LabelKey two = field.KeyOf(new(AnswerState.Present, Json(second)));
        Assert.Equal(same, one == two);
        Assert.Equal(same, one.Text(field) == two.Text(field));
    }

    [Theory]
    [InlineData("choice", "absent")]
    [InlineData("choice", "uncertain")]
    [InlineData("choice", "notassessed")]
    [InlineData("multichoice", "none")]
    [InlineData("multichoice", "absent")]
    public void An_option_that_reads_like_something_else_is_told_apart(string kind, string option)
    {
        Field field = new("f", "F", FieldKinds.Find(kind)!) { Options = [new(option, "Odd"), new("other", "Other")] };
        JsonElement chosen = Json(kind == "choice" ? $"\"{option}\"" : $"[\"{option}\"]")!.Value;
        List<LabelKey> keys =
        [
            field.KeyOf(new(AnswerState.Present, chosen)),
            field.KeyOf(new(AnswerState.Absent)),
            field.KeyOf(new(AnswerState.Uncertain)),
            field.KeyOf(new(AnswerState.NotAssessed)),
        ];
        if (kind == "multichoice")
        {
            keys.Add(field.KeyOf(new(AnswerState.Present, Json("[]"))));
        }

        Assert.Equal(keys.Count, keys.Distinct().Count());
        Assert.Equal(keys.Count, keys.Select(k => k.Text(field)).Distinct().Count());
        Assert.Equal(option, keys[0].Text(field));
        if (option == "absent")
        {
            Assert.Equal("(absent)", keys[1].Text(field));
        }

        if (option == "none")
        {
            Assert.Equal("(none)", keys[^1].Text(field));
        }
    }

    [Fact]
    public void An_uncertain_answer_is_uncertain_whatever_value_came_with_it()
    {
        Field field = new("f", "F", FieldKinds.Number);
        Assert.Equal(new StateKey(AnswerState.Uncertain), field.KeyOf(new(AnswerState.Uncertain, Json("4"))));
        Assert.Equal("uncertain", field.LabelOf(new(AnswerState.Uncertain, Json("4"))));
    }

    [Fact]
    public void A_condition_may_name_states_and_options_of_the_field()
    {
        Field field = new("f", "F", FieldKinds.Choice) { Options = [new("absent", "Absent"), new("a", "A")] };
        Assert.Equal(["present", "(absent)", "uncertain", "notAssessed", "absent", "a"], field.Words());
        Assert.Equal(["a", "present"], new OptionKey("a").Words(field));
        Assert.Equal(["(absent)"], new StateKey(AnswerState.Absent).Words(field));
        Assert.Equal(["a", "absent", "present"], OptionsKey.Of(["absent", "a"]).Words(field));
        Assert.Equal(["none", "present"], OptionsKey.Of([]).Words(field));
        Assert.Equal(["present"], new NumberKey(3).Words(field));
        Assert.Equal(["present"], new TextKey("x").Words(field));
    }

    [Theory]
    [InlineData(10, 10.0, null, 0, true)]
    [InlineData(10, 10.1, null, 0, false)]
    [InlineData(10, 12, "difference", 2, true)]
    [InlineData(10, 12.1, "difference", 2, false)]
    [InlineData(0.1, 0.3, "difference", 0.2, true)]
    [InlineData(90, 100, "relative-difference", 0.1, true)]
    [InlineData(89, 100, "relative-difference", 0.1, false)]
    [InlineData(-90, -100, "relative-difference", 0.1, true)]
    public void Two_numbers_are_the_same_as_far_as_the_field_allows(
        double first,
        double second,
        string? measure,
        double threshold,
        bool same
    )
    {
        Marks.MatchRule? rule = measure is null ? null : new(measure, threshold);
        Assert.Equal(same, MeasuredKind.Same(first, second, rule));
        Assert.Equal(same, MeasuredKind.Same(second, first, rule));
    }

    private static JsonElement? Json(string? text) =>
        text is null ? null : JsonSerializer.Deserialize<JsonElement>(text);
}
