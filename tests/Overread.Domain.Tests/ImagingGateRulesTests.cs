using Overread.Domain.Intake;
using Overread.Domain.Modalities.Imaging;

namespace Overread.Domain.Tests;

public class ImagingGateRulesTests
{
    private static readonly FileFacts[] Files =
    [
        new("f", "h", 1, "application/dicom", new ImageContent(100, 80, 2)),
        new("g", "h", 1, "application/dicom", new ImageContent(10, 10, 1)),
    ];

    private static readonly GateBox Box = new("b", "f", 1, "frame", 10, 10, 20, 20, "hand", "accepted");

    private static Decision Boxes(IReadOnlyList<GateBox> held, IReadOnlyList<GateBox> boxes, int based = 4) =>
        ImagingGateRules.Boxes("e", Files, held, 4, based, boxes);

    [Fact]
    public void Boxes_are_taken_as_they_are_on_screen()
    {
        BoxesMarked marked = Assert.IsType<BoxesMarked>(Assert.Single(Boxes([], [Box, Box with { Id = "c" }]).Events));
        Assert.Equal(("e", 5, 2), (marked.Entry, marked.Revision, marked.Boxes.Count));
        Assert.Null(Boxes([Box], []).Refusal);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Boxes_of_another_revision_are_stale(int based)
    {
        Refusal? refusal = Boxes([], [Box], based).Refusal;
        Assert.Equal(("gate.boxes-moved", RefusalKind.Stale), (refusal?.Code, refusal?.Kind));
        Assert.Equal(4, refusal!.Facts!["revision"]);
        Assert.NotNull(refusal.Next);
    }

    public static TheoryData<GateBox, bool> Places =>
        new()
        {
            { Box with { Left = 0, Top = 0, Width = 100, Height = 80 }, true },
            { Box with { Left = 80 }, true },
            { Box with { Left = 81 }, false },
            { Box with { Top = 60 }, true },
            { Box with { Top = 61 }, false },
            { Box with { Left = -1 }, false },
            { Box with { Top = -1 }, false },
            { Box with { Width = 0 }, false },
            { Box with { Height = 0 }, false },
            { Box with { Width = 1, Height = 1 }, true },
            { Box with { Frame = 2 }, false },
            { Box with { Frame = -1 }, false },
            { Box with { Frame = 0 }, true },
            { Box with { File = "elsewhere" }, false },
            { Box with { Id = "" }, false },
            { Box with { Id = new string('b', 64) }, true },
            { Box with { Id = new string('b', 65) }, false },
            { Box with { Reach = "image" }, true },
            { Box with { Reach = "entry" }, true },
            { Box with { Reach = "world" }, false },
            { Box with { Origin = "text" }, false },
            { Box with { Origin = "model" }, false },
            { Box with { State = "proposed" }, true },
            { Box with { State = "dismissed" }, true },
            { Box with { State = "perhaps" }, false },
        };

    [Theory]
    [MemberData(nameof(Places))]
    public void A_box_lies_on_an_image_of_the_entry(GateBox box, bool fits)
    {
        Refusal? refusal = Boxes([], [Box with { Id = "first" }, box]).Refusal;
        Assert.Equal(fits, refusal is null);
        Assert.Equal(fits ? null : "boxes[1]", refusal?.Where);
    }

    [Fact]
    public void Two_boxes_have_two_ids_and_there_are_at_most_5000()
    {
        Assert.Equal("boxes[1]", Boxes([], [Box, Box]).Refusal?.Where);
        GateBox[] many = [.. Enumerable.Range(0, 5001).Select(i => Box with { Id = $"b{i}" })];
        Assert.Null(Boxes([], many[..5000]).Refusal);
        Assert.Equal("boxes[0]", Boxes([], many).Refusal?.Where);
    }

    [Fact]
    public void What_the_machine_proposed_is_dismissed_never_dropped()
    {
        GateBox proposal = Box with { Origin = "text", State = "proposed" };
        Assert.Equal("boxes", Boxes([proposal], []).Refusal?.Where);
        Assert.Equal("gate.box", Boxes([proposal], [Box with { Id = "other" }]).Refusal?.Code);
        Assert.Null(Boxes([proposal], [proposal with { State = "dismissed" }]).Refusal);
    }

    [Fact]
    public void What_the_finder_said_of_a_proposal_stands()
    {
        GateBox proposal = Box with { Origin = "text", State = "proposed", OfHeader = true };
        Assert.Equal("boxes[0]", Boxes([proposal], [proposal with { OfHeader = false }]).Refusal?.Where);
        Assert.Equal("boxes[0]", Boxes([proposal], [proposal with { Origin = "hand" }]).Refusal?.Where);
        Assert.Equal("boxes[0]", Boxes([], [Box with { OfHeader = true }]).Refusal?.Where);
        Assert.Null(Boxes([proposal], [proposal]).Refusal);
    }

    /// <summary>Words of the header, at 10 to 30 in every frame of the image.</summary>
    public static TheoryData<string, string, int, int, bool> Left =>
        new()
        {
            { "proposed", "image", 10, 20, true },
            { "accepted", "image", 10, 20, true },
            { "accepted", "entry", 10, 20, true },
            { "accepted", "image", 9, 21, true },
            { "accepted", "frame", 10, 20, false },
            { "accepted", "image", 11, 20, false },
            { "accepted", "image", 10, 19, false },
            { "dismissed", "image", 10, 20, false },
        };

    [Theory]
    [MemberData(nameof(Left))]
    public void Words_of_the_header_are_left_for_a_reason_of_their_own(
        string state,
        string reach,
        int left,
        int width,
        bool hidden
    )
    {
        GateBox proposal = Box with { Reach = "image", Origin = "text", State = "proposed", OfHeader = true };
        GateBox said = proposal with { State = state, Reach = reach, Left = left, Width = width };
        Refusal? refusal = Boxes([proposal], [said]).Refusal;
        Assert.Equal(hidden ? null : "reason.needed", refusal?.Code);
        Assert.Equal(hidden ? null : "boxes[0].reason", refusal?.Where);
        Assert.Null(Boxes([proposal], [said with { Reason = "A ruler's maker, not a person." }]).Refusal);
    }

    [Theory]
    [InlineData("frame", "f", 1, false, true)]
    [InlineData("frame", "f", 0, true, false)]
    [InlineData("frame", "g", 1, true, false)]
    [InlineData("image", "f", 0, false, true)]
    [InlineData("image", "g", 1, true, false)]
    [InlineData("entry", "g", 0, true, true)]
    [InlineData("entry", "f", 1, false, false)]
    public void A_box_covers_its_frame_its_image_or_all_of_one_size(
        string reach,
        string file,
        int frame,
        bool same,
        bool covers
    ) => Assert.Equal(covers, (Box with { Reach = reach }).Covers(file, frame, same));

    private static readonly GateFace Face = new("s1", 20, null, "cut", "proposed");
    private static readonly GateFace NoCut = new("s2", 3, "TooFewSlices", null, "proposed");

    private static Decision Faces(int based, params FaceChoice[] choices) =>
        ImagingGateRules.Faces("e", [Face, NoCut], 2, based, choices);

    [Fact]
    public void A_choice_changes_its_series_and_no_other()
    {
        FacesDecided decided = Assert.IsType<FacesDecided>(
            Assert.Single(Faces(2, new FaceChoice("s2", "kept", "Too few slices to see.")).Events)
        );
        Assert.Equal(("e", 3), (decided.Entry, decided.Revision));
        Assert.Equal([Face, NoCut with { State = "kept", Reason = "Too few slices to see." }], decided.Series);
        decided = (FacesDecided)Faces(2, new FaceChoice("s1", "accepted", "unused")).Events[0];
        Assert.Equal(("accepted", null), (decided.Series[0].State, decided.Series[0].Reason));
    }

    [Theory]
    [InlineData("s1", "accepted", null, null, null)]
    [InlineData("s1", "proposed", null, null, null)]
    [InlineData("s1", "kept", "Read as it is.", null, null)]
    [InlineData("s1", "kept", " ", "reason.needed", "choices[0].reason")]
    [InlineData("s1", "removed", null, "gate.face", "choices[0]")]
    [InlineData("s2", "accepted", null, "gate.no-cut", "choices[0]")]
    [InlineData("s9", "accepted", null, "gate.face", "choices[0]")]
    public void A_face_is_removed_by_a_cut_or_kept_for_a_reason(
        string series,
        string state,
        string? reason,
        string? code,
        string? where
    )
    {
        Refusal? refusal = Faces(2, new FaceChoice(series, state, reason)).Refusal;
        Assert.Equal((code, where), (refusal?.Code, refusal?.Where));
    }

    [Fact]
    public void A_series_is_decided_once_and_on_what_is_on_screen()
    {
        FaceChoice choice = new("s1", "accepted");
        Assert.Equal("choices[1]", Faces(2, choice, choice).Refusal?.Where);
        Refusal? stale = Faces(1, choice).Refusal;
        Assert.Equal(("gate.faces-moved", RefusalKind.Stale), (stale?.Code, stale?.Kind));
        Assert.Equal(2, stale!.Facts!["revision"]);
    }

    [Theory]
    [InlineData(0, 0, null)]
    [InlineData(2, 0, "gate.proposals")]
    [InlineData(2, 1, "gate.proposals")]
    [InlineData(0, 1, "gate.faces")]
    public void Open_proposals_stand_against_an_approval(int boxes, int faces, string? code)
    {
        Refusal? refusal = ImagingGateRules.Obstacle(boxes, faces);
        Assert.Equal(code, refusal?.Code);
        Assert.Equal(code is null, refusal?.Next is null);
        Assert.Equal(code is null ? null : RefusalKind.Conflict, refusal?.Kind);
    }

    [Fact]
    public void An_approval_says_of_each_open_series_that_it_is_kept()
    {
        GateFace decided = Face with { State = "accepted" };
        Assert.Empty(ImagingGateRules.Approved("e", [decided], 2, "Fine.").Events);
        Assert.Empty(ImagingGateRules.Approved("e", [], 2, null).Events);
        FacesDecided kept = Assert.IsType<FacesDecided>(
            Assert.Single(ImagingGateRules.Approved("e", [decided, NoCut], 2, "Fine.").Events)
        );
        Assert.Equal(3, kept.Revision);
        Assert.Equal([decided, NoCut with { State = "kept", Reason = "Fine." }], kept.Series);
    }
}
