using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;

namespace Overread.Domain.Tests;

/// <summary>A hanging protocol that cannot be meant is said to be wrong before it is published.</summary>
public class HangingCheckTests
{
    private static readonly HangingCondition Frontal = new("view", ["PA", "AP"]);

    private static Hanging Hang(string title = "Frontal") =>
        new(title, [Frontal], 1, 2, [new([Frontal]), new([new("view", ["LL", "LAT*"])])]);

    private static IReadOnlyList<ProtocolFault> Faults(params Hanging?[] hangings) =>
        ProtocolCheck.Faults(
            new ProtocolBody(
                "Title",
                [new("finding", "Finding", FieldKinds.Finding)],
                "Guideline",
                new ReadingPolicy(2)
            )
            {
                Hangings = hangings!,
            }
        );

    private static void Faulty(string where, string words, params Hanging?[] hangings)
    {
        ProtocolFault fault = Assert.Single(Faults(hangings));
        Assert.Equal(where, fault.Where);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_sound_has_no_fault()
    {
        Assert.Empty(Faults());
        Assert.Empty(Faults(Hang()));
        Assert.Empty(
            Faults(
                Hang(),
                new Hanging(
                    "Any",
                    [],
                    1,
                    1,
                    [
                        new([])
                        {
                            Window = new(1, -600),
                            Flip = true,
                            Zoom = 20,
                        },
                    ]
                )
            )
        );
    }

    [Fact]
    public void Titles_are_there_and_each_is_another()
    {
        Faulty("/hangings/0/title", "needs a title", Hang(" "));
        Faulty("/hangings/1/title", "Two", Hang("A"), Hang("a "));
        Faulty("/hangings/0", "no hanging protocol", (Hanging?)null);
        Faulty("/hangings", "at most 50", [.. Enumerable.Range(0, 51).Select(i => Hang("H" + i))]);
    }

    [Fact]
    public void One_that_hangs_every_item_comes_last() =>
        Faulty("/hangings/1", "never used", Hang("Every") with { When = [] }, Hang());

    [Theory]
    [InlineData(0, 1)]
    [InlineData(4, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 5)]
    public void Panes_stand_in_a_grid(int rows, int columns) =>
        Faulty("/hangings/0/rows", "1 to 3 rows of 1 to 4", Hang() with { Rows = rows, Columns = columns });

    [Fact]
    public void There_are_as_many_panes_as_the_grid_has_places()
    {
        Faulty("/hangings/0/panes", "2 × 2 are 4 panes, not 2", Hang() with { Rows = 2 });
        Faulty("/hangings/0/panes", "not 0", Hang() with { Panes = null! });
        Faulty("/hangings/0/panes/1", "no pane here", Hang() with { Panes = [new([]), null!] });
    }

    [Fact]
    public void Conditions_name_an_attribute_and_words()
    {
        Faulty("/hangings/0/when/0/attribute", "names no attribute", Hang() with { When = [new("", ["PA"])] });
        Faulty("/hangings/0/when/0/attribute", "names no attribute", Hang() with { When = [null!] });
        Faulty("/hangings/0/when/0/is", "1 to 50 words", Hang() with { When = [new("view", [])] });
        Faulty("/hangings/0/when/0/is", "1 to 50 words", Hang() with { When = [new("view", ["PA", " "])] });
        Faulty("/hangings/0/when/0/is", "1 to 50 words", Hang() with { When = [new("view", [new string('a', 65)])] });
        Faulty("/hangings/0/when/0/is", "1 to 50 words", Hang() with { When = [new("view", null!)] });
        Faulty("/hangings/0/when", "no conditions", Hang() with { When = null! });
        Faulty("/hangings/0/panes/0/of", "no conditions", Hang() with { Panes = [new(null!), new([])] });
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(double.NaN, 0)]
    [InlineData(400, double.PositiveInfinity)]
    public void A_window_has_a_width_and_a_centre(double width, double centre) =>
        Faulty(
            "/hangings/0/panes/0/window",
            "width of 1 or more",
            Hang() with
            {
                Panes = [new([]) { Window = new(width, centre) }, new([])],
            }
        );

    [Theory]
    [InlineData(0)]
    [InlineData(21)]
    [InlineData(double.NaN)]
    public void Zoom_lies_in_its_range(double zoom) =>
        Faulty(
            "/hangings/0/panes/1/zoom",
            "above 0 and at most at 20",
            Hang() with
            {
                Panes = [new([]), new([]) { Zoom = zoom }],
            }
        );

    [Fact]
    public void A_protocol_without_them_has_the_hash_that_it_always_had()
    {
        ProtocolBody body = new("T", [], "G", new ReadingPolicy(2));
        Assert.DoesNotContain(
            "hangings",
            System.Text.Json.JsonSerializer.Serialize(body, Record.EventJson.Options),
            StringComparison.Ordinal
        );
    }
}
