using System.Diagnostics;
using System.Text;
using System.Text.Json;
using CsCheck;
using Overread.Domain.Comparison;
using Overread.Domain.Marks;
using Overread.Domain.Modalities.Imaging;
using Overread.Domain.Modalities.Imaging.Masks;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Domain.Reads;
using Overread.Domain.Record;

namespace Overread.Domain.Tests;

/// <summary>Masks: their form, how strokes change them, how near two are, what their middle is.</summary>
public class MaskTests
{
    private const int Width = 12;
    private const int Height = 9;

    private static readonly Dictionary<string, FileContent> Stack = new()
    {
        ["a"] = new ImageContent(Width, Height, 3),
        ["b"] = new ImageContent(Width, Height, 1),
        ["large"] = new ImageContent(2 * Width, Height, 1),
        ["text"] = new Overread.Domain.Modalities.Text.TextContent(100),
    };

    private static readonly MatchRule Iou = new("iou", 0.5);
    private static readonly MatchRule Dice = new("dice", 0.5);
    private static readonly Gen<bool[]> Pictures = Gen.Bool.Array[Width * Height];

    private static readonly ProtocolBody Protocol = new(
        "T",
        [
            new("organ", "Organ", FieldKinds.Find("masks")!)
            {
                Options = [new("liver", "Liver"), new("spleen", "Spleen")],
            },
            new("spots", "Spots", FieldKinds.Find("boxes")!),
        ],
        "",
        new ReadingPolicy(3)
    );

    [Fact]
    public void Any_picture_is_written_and_read_back_as_one_text() =>
        Pictures.Sample(painted =>
        {
            string text = Runs(painted);
            IReadOnlyList<MaskRun> runs = MaskRuns.Read(text)!;
            Assert.Equal(
                painted,
                Enumerable.Range(0, painted.Length).Select(i => runs.Any(r => i >= r.Start && i < r.End))
            );
            Assert.Equal(painted.Count(p => p), MaskRuns.Count(runs));
            Assert.Equal(text, MaskRuns.Write(runs));
        });

    [Theory]
    [InlineData("0 3", 3)]
    [InlineData("5 2 4 1", 3)]
    [InlineData("", 0)]
    public void A_text_in_the_form_is_read(string text, int painted) =>
        Assert.Equal(painted, MaskRuns.Count(MaskRuns.Read(text)!));

    [Theory]
    [InlineData("3")]
    [InlineData("3 0")]
    [InlineData("3 1 0 1")]
    [InlineData("3 1 2")]
    [InlineData("03 1")]
    [InlineData("3  1")]
    [InlineData(" 3 1")]
    [InlineData("3 1 ")]
    [InlineData("-3 1")]
    [InlineData("3 1.5")]
    [InlineData("3 x")]
    [InlineData("2147483647 1")]
    [InlineData("99999999999 1")]
    public void Another_text_is_none(string text) => Assert.Null(MaskRuns.Read(text));

    [Theory]
    [InlineData("runs are whole numbers", "a", 0, "3 0")]
    [InlineData("behind the last pixel", "a", 0, "100 9")]
    [InlineData("does not have that frame", "a", 3, "0 3")]
    [InlineData("does not have that frame", "a", -1, "0 3")]
    [InlineData("does not have", "c", 0, "0 3")]
    [InlineData("no image", "text", 0, "0 3")]
    [InlineData("the image has 24 × 9", "large", 0, "0 3")]
    [InlineData("something painted", "a", 0, "")]
    public void What_cannot_be_painted_is_refused_and_named(string why, string file, int frame, string runs)
    {
        string said = MaskKind.Instance.Misfit(Mask((file, frame, runs)), Stack)!;
        Assert.Contains(why, said, StringComparison.Ordinal);
        Assert.NotNull(Append(Fresh, new MarkDrawn(new("m", "organ", Mask((file, frame, runs)), "liver"))));
    }

    [Fact]
    public void The_last_pixel_of_the_last_frame_can_be_painted() =>
        Assert.Null(MaskKind.Instance.Misfit(Mask(("a", 2, "107 1"), ("b", 0, "0 108")), Stack));

    [Fact]
    public void Parts_are_sorted_and_each_picture_stands_once()
    {
        Assert.NotNull(MaskKind.Instance.Misfit(Mask(("b", 0, "0 1"), ("a", 0, "0 1")), Stack));
        Assert.NotNull(MaskKind.Instance.Misfit(Mask(("a", 1, "0 1"), ("a", 0, "0 1")), Stack));
        Assert.NotNull(MaskKind.Instance.Misfit(Mask(("a", 1, "0 1"), ("a", 1, "2 1")), Stack));
        Assert.NotNull(MaskKind.Instance.Misfit(Mask(("a", 1, "0 1")) with { File = "b" }, Stack));
        Assert.NotNull(MaskKind.Instance.Misfit(Mask(), Stack));
        Assert.NotNull(MaskKind.Instance.Misfit(Mask() with { Parts = null! }, Stack));
        Assert.NotNull(MaskKind.Instance.Misfit(Mask(("a", 1, null!)), Stack));
    }

    [Fact]
    public void What_is_too_large_is_refused_with_its_limit()
    {
        ImageContent wide = new(100_000, 1, 3_000);
        string Specks(int runs) => string.Join(' ', Enumerable.Repeat("1 1", runs));
        MaskRegion Many(int parts, string runs) =>
            new("w", 100_000, 1, [.. Enumerable.Range(0, parts).Select(i => new MaskPart("w", i, runs))]);
        Assert.Null(MaskKind.Instance.Misfit(Many(1, Specks(20_000)), wide));
        Assert.Contains("20000", MaskKind.Instance.Misfit(Many(1, Specks(20_001)), wide), StringComparison.Ordinal);
        Assert.Null(MaskKind.Instance.Misfit(Many(2_000, "0 9"), wide));
        Assert.Contains("2000", MaskKind.Instance.Misfit(Many(2_001, "0 9"), wide), StringComparison.Ordinal);
        Assert.Contains("2000000", MaskKind.Instance.Misfit(Many(60, Specks(10_000)), wide), StringComparison.Ordinal);

        // Stroke by stroke it grows no further either.
        Read read = Drawn(Many(49, Specks(10_000)));
        Dictionary<string, FileContent> contents = new() { ["w"] = wide };
        MarkPartsRevised more = new("m", new MaskRegion("w", 100_000, 1, [new("w", 2_999, Specks(20_000))]));
        Assert.Contains(
            "2000000",
            ReadRules.Append(read, Protocol, contents, [("e", more)]).Refusal!.Title,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_stroke_changes_its_picture_and_no_other()
    {
        Read read = Drawn(Mask(("a", 0, "5 2"), ("b", 0, "1 1")));
        Read after = Fold(read, Revised(("a", 0, "5 3")), Revised(("a", 2, "0 1")), Revised(("b", 0, "")));
        Assert.Equal(Mask(("a", 0, "5 3"), ("a", 2, "0 1")), after.Marks[0].Region);
        Assert.Equal("liver", after.Marks[0].Class);
        Assert.Equal(read.Revision + 3, after.Revision);

        // The file that the mask names is that of its first part, whatever goes.
        Assert.Equal(Mask(("b", 0, "1 1")), Fold(read, Revised(("a", 0, ""))).Marks[0].Region);
        Assert.Equal(
            Mask(("a", 0, "0 1"), ("b", 0, "1 1")),
            Fold(Drawn(Mask(("b", 0, "1 1"))), Revised(("a", 0, "0 1"))).Marks[0].Region
        );
    }

    [Fact]
    public void A_stroke_that_cannot_be_is_refused()
    {
        Read read = Drawn(Mask(("a", 0, "5 2")));
        Assert.Null(Append(read, Revised(("a", 0, "5 3"))));
        Assert.Contains("withdraw the mark", Append(read, Revised(("a", 0, "")))!.Title, StringComparison.Ordinal);
        Assert.Contains("behind the last", Append(read, Revised(("a", 1, "0 109")))!.Title, StringComparison.Ordinal);
        Assert.Contains("no such mark", Append(Fresh, Revised(("a", 0, "0 1")))!.Title, StringComparison.Ordinal);
        Assert.Contains(
            "12 × 9",
            Append(read, new MarkPartsRevised("m", Mask(("a", 0, "0 1")) with { Width = 9, Height = 12 }))!.Title,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "another shape",
            Append(read, new MarkPartsRevised("m", new BoxRegion("a", 0, 1, 1, 2, 2)))!.Title,
            StringComparison.Ordinal
        );
        Read boxed = Fold(Fresh, new MarkDrawn(new("m", "spots", new BoxRegion("a", 0, 1, 1, 2, 2))));
        Assert.Contains("no parts", Append(boxed, Revised(("a", 0, "0 1")))!.Title, StringComparison.Ordinal);
        Assert.Equal("organ", Append(read, Revised(("a", 0, "")))!.Where);
    }

    [Fact]
    public void A_day_of_strokes_is_small_and_folds_in_a_moment()
    {
        // A lesion of 40 pixels across on 512 × 512, its edge going on with every stroke, over 30 pictures.
        const int side = 512;
        string Disc(double radius) =>
            MaskRuns.Write(
                Enumerable
                    .Range(0, side)
                    .Select(y => (Y: y, Half: (int)Math.Sqrt(Math.Max(0, (radius * radius) - ((y - 256) * (y - 256))))))
                    .Where(r => r.Half > 0)
                    .Select(r => new MaskRun((r.Y * side) + 256 - r.Half, (r.Y * side) + 256 + r.Half))
            );
        MarkDrawn first = new(new("m", "organ", new MaskRegion("s", side, side, [new("s", 0, Disc(20))]), "liver"));
        List<DomainEvent> day =
        [
            first,
            .. Enumerable
                .Range(0, 2_000)
                .Select(i => new MarkPartsRevised(
                    "m",
                    new MaskRegion("s", side, side, [new("s", i % 30, Disc(20 + (i % 7)))])
                )),
        ];
        long bytes = day.Sum(e => (long)JsonSerializer.SerializeToUtf8Bytes(e, EventJson.Options).Length);
        Assert.InRange(bytes, 100_000, 2_000_000);

        Stopwatch clock = Stopwatch.StartNew();
        Read read = Fold(Fresh, [.. day]);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 1);
        Assert.Equal(30, ((MaskRegion)read.Marks[0].Region).Parts.Count);
    }

    [Fact]
    public void Nearness_is_that_of_the_pixels_on_all_pictures()
    {
        MaskRegion one = Mask(("a", 0, "0 10"), ("a", 1, "0 10"));
        MaskRegion other = Mask(("a", 1, "5 10"), ("a", 2, "0 5"));
        // 5 pixels in common, 20 and 15 painted.
        Assert.Equal(5.0 / 30, MaskKind.Instance.Measure(one, other, Iou, null)!.Value, 12);
        Assert.Equal(10.0 / 35, MaskKind.Instance.Measure(other, one, Dice, null)!.Value, 12);
        Assert.Equal(1, MaskKind.Instance.Measure(one, one, Iou, null));
        Assert.Equal(0, MaskKind.Instance.Measure(one, Mask(("b", 0, "0 10")), Iou, null));
        Assert.Null(MaskKind.Instance.Measure(one, one with { Width = 9, Height = 12 }, Iou, null));
        Assert.Null(MaskKind.Instance.Measure(one, new BoxRegion("a", 0, 0, 0, 5, 5), Iou, null));
    }

    [Fact]
    public void Nearness_is_what_counting_pixels_gives() =>
        Gen.Select(Pictures, Pictures)
            .Where((p, q) => p.Any(x => x) && q.Any(x => x))
            .Sample(
                (p, q) =>
                {
                    int both = p.Zip(q).Count(x => x.First && x.Second);
                    int either = p.Zip(q).Count(x => x.First || x.Second);
                    MaskRegion one = Mask(("a", 0, Runs(p)));
                    MaskRegion other = Mask(("a", 0, Runs(q)));
                    Assert.Equal((double)both / either, MaskKind.Instance.Measure(one, other, Iou, null)!.Value, 12);
                    Assert.Equal(
                        2.0 * both / (p.Count(x => x) + q.Count(x => x)),
                        MaskKind.Instance.Measure(one, other, Dice, null)!.Value,
                        12
                    );
                }
            );

    [Fact]
    public void The_middle_has_the_pixels_that_more_than_half_paint() =>
        Gen.Select(Pictures.Array[1, 5], Gen.Int[0, 1])
            .Where(p => p.Item1.All(x => x.Any(y => y)))
            .Sample(p =>
            {
                MaskRegion[] masks = [.. p.Item1.Select(x => Mask(("a", 0, Runs(x)), ("b", 0, "3 2")))];
                MaskRegion middle = (MaskRegion)MaskKind.Instance.Middle(masks);
                bool[] most =
                [
                    .. Enumerable.Range(0, Width * Height).Select(i => 2 * p.Item1.Count(x => x[i]) > p.Item1.Length),
                ];
                Assert.Equal(
                    most.Any(x => x) ? Mask(("a", 0, Runs(most)), ("b", 0, "3 2")) : Mask(("b", 0, "3 2")),
                    middle
                );
                Assert.Null(MaskKind.Instance.Misfit(middle, Stack));
            });

    [Fact]
    public void Where_no_pixel_is_that_of_most_the_likest_is_taken_as_it_was_painted()
    {
        MaskRegion a = Mask(("a", 0, "0 4"));
        MaskRegion b = Mask(("a", 0, "3 4"));
        MaskRegion c = Mask(("a", 0, "6 4"));
        MaskRegion d = Mask(("a", 0, "9 4"));
        Assert.Equal(b, MaskKind.Instance.Middle([a, b, c, d]));
    }

    [Fact]
    public void Masks_of_readers_meet_by_the_fields_rule_and_their_majority_is_the_label()
    {
        Read[] reads = [Of("x", "0 10", "liver"), Of("y", "1 10", "liver"), Of("z", "2 10", "liver")];
        FieldComparison found = ItemComparison.Compare(Protocol, reads, Stack)[0];
        Assert.Equal(FieldStatus.Agree, found.Status);
        Assert.Equal([3], found.Drawn);
        Assert.Equal(Mask(("a", 0, "1 10")), Assert.Single(found.Marks!).Region);

        // One reader's liver is another's spleen: two say liver, and the third's mark is nobody else's.
        reads[2] = Of("z", "2 10", "spleen");
        found = ItemComparison.Compare(Protocol, reads, Stack)[0];
        Assert.Equal([2], found.Drawn);
        Assert.Equal(Mask(("a", 0, "1 9")), Assert.Single(found.Marks!).Region);
    }

    [Fact]
    public void Tables_say_the_box_the_pixels_and_the_pictures()
    {
        // Pixels 2 to 4 of the first row, and the last of the third with the first of the fourth.
        MaskRegion mask = Mask(("a", 0, "2 3"), ("b", 0, "35 2"));
        Assert.Equal([0, 0, 12, 4, 5, 2], MaskKind.Instance.Values(mask));
        Assert.Equal((2, 0, 3, 1), MaskKind.Around(mask, mask.Parts[0]));
        Assert.Equal("a/0: 2 3; b/0: 35 2", MaskKind.Instance.Trace(mask));
        Assert.Equal(MaskKind.Instance.Columns.Count, MaskKind.Instance.Values(mask).Count);
    }

    [Fact]
    public void The_record_keeps_masks_and_strokes_as_they_were_written()
    {
        const string drawn =
            """{"type":"MarkDrawn","mark":{"id":"m","field":"organ","geometry":{"kind":"mask","width":12,"height":9,"parts":[{"file":"a","frame":0,"runs":"5 2"}],"file":"a"},"class":"liver"},"origin":"hand"}""";
        const string stroke =
            """{"type":"MarkPartsRevised","mark":"m","parts":{"kind":"mask","width":12,"height":9,"parts":[{"file":"a","frame":0,"runs":"5 3"}],"file":"a"}}""";
        foreach (string json in (string[])[drawn, stroke])
        {
            DomainEvent happened = JsonSerializer.Deserialize<DomainEvent>(json, EventJson.Options)!;
            Assert.Equal(
                json,
                Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(happened, EventJson.Options))
            );
        }
    }

    private static Read Fresh { get; } = new("r", "i", 1);

    private static Read Fold(Read read, params DomainEvent[] events) =>
        events.Aggregate(read, (now, e) => now.After(e, "event", "2026-01-01T00:00:00.000Z"));

    private static Read Drawn(MaskRegion mask) => Fold(Fresh, new MarkDrawn(new("m", "organ", mask, "liver")));

    private static Read Of(string id, string runs, string cls) =>
        Fold(new Read(id, "i", 1), new MarkDrawn(new(id, "organ", Mask(("a", 0, runs)), cls)));

    private static MarkPartsRevised Revised(params (string, int, string)[] parts) => new("m", Mask(parts));

    private static Refusal? Append(Read read, DomainEvent happened) =>
        ReadRules.Append(read, Protocol, Stack, [("e", happened)]).Refusal;

    private static MaskRegion Mask(params (string File, int Frame, string Runs)[] parts) =>
        new(
            parts.Length > 0 ? parts[0].File : "a",
            Width,
            Height,
            [.. parts.Select(p => new MaskPart(p.File, p.Frame, p.Runs))]
        );

    private static string Runs(bool[] painted)
    {
        List<int> numbers = [];
        bool paint = false;
        int count = 0;
        foreach (bool here in painted)
        {
            if (here != paint)
            {
                numbers.Add(count);
                (paint, count) = (here, 0);
            }

            count++;
        }

        if (paint)
        {
            numbers.Add(count);
        }

        return string.Join(' ', numbers);
    }
}
