using Overread.Domain.Conversations;
using Overread.Domain.Guidelines;
using Overread.Domain.Notices;

namespace Overread.Domain.Tests;

/// <summary>Who sees what of a thread, what it may come to, and when somebody is told of it.</summary>
public class ConversationTests
{
    private static readonly ThreadFacts OfItem = new("i1", "ann", null, ThreadStanding.Open);
    private static readonly ThreadFacts Answer = new("i1", "lead", "ann", ThreadStanding.Open);
    private static readonly ThreadFacts General = new(null, "ann", null, ThreadStanding.Open);

    private static Decision Open(string text, string? item = "i1", string? field = null, string? mark = null) =>
        ConversationRules.Open(
            new(field, mark, null, null, true, text, []),
            item,
            f => f == "nodule",
            m => m == "m1",
            _ => true
        );

    [Theory]
    // Who began it, and whoever's remark it answers, see it also where they read blind.
    [InlineData("ann", false, true, true)]
    // A lead and those beside them; another reader never; a lead who reads the item blind themselves does not.
    [InlineData("lead", true, false, true)]
    [InlineData("bob", false, true, false)]
    [InlineData("bob", false, false, false)]
    [InlineData("both", true, true, false)]
    public void A_thread_about_an_item_is_for_its_writer_and_whoever_may_see_remarks(
        string person,
        bool remarks,
        bool blind,
        bool sees
    )
    {
        Assert.Equal(sees, ThreadSight.Sees(OfItem, new(person, remarks, blind, false)));
        Assert.Equal(sees || person == "ann", ThreadSight.Sees(Answer, new(person, remarks, blind, false)));
        Assert.True(ThreadSight.Sees(General, new(person, remarks, blind, false)));
    }

    [Fact]
    public void What_others_say_of_an_item_waits_while_ones_own_read_of_it_is_open()
    {
        ThreadEye reading = new("ann", false, true, true);
        Assert.True(ThreadSight.Shows(OfItem, reading, "ann"));
        Assert.False(ThreadSight.Shows(OfItem, reading, "lead"));
        Assert.True(ThreadSight.Shows(OfItem, reading with { Reads = false }, "lead"));
        Assert.True(ThreadSight.Shows(General, reading, "lead"));
    }

    [Fact]
    public void A_thread_has_words_and_names_what_is_there()
    {
        Assert.Single(Open("May this count?", field: "nodule", mark: "m1").Events);
        Assert.Equal(("thread.form", "text"), (Open(" ").Refusal!.Code, Open(" ").Refusal!.Where));
        Assert.Equal("field", Open("x", field: "other").Refusal!.Where);
        Assert.Equal("mark", Open("x", mark: "m2").Refusal!.Where);
        Assert.Equal("mark", Open("x", item: null, mark: "m1").Refusal!.Where);
        Assert.Equal(
            "thread.unseen",
            ConversationRules.Answer(OfItem, 1, new("x", ["bob"]), p => p != "bob").Refusal!.Code
        );
        Assert.Equal("thread.full", ConversationRules.Answer(OfItem, 500, new("x", []), _ => true).Refusal!.Code);
    }

    [Fact]
    public void A_word_opens_a_settled_thread_and_settling_twice_is_no_event()
    {
        ThreadFacts settled = OfItem with { State = ThreadStanding.Resolved };
        Assert.Equal(
            [typeof(ThreadReopened), typeof(ThreadAnswered)],
            ConversationRules.Answer(settled, 1, new("And this?", []), _ => true).Events.Select(e => e.GetType())
        );
        Assert.Single(ConversationRules.Answer(OfItem, 1, new("And this?", []), _ => true).Events);
        Assert.Empty(ConversationRules.Resolve(settled).Events);
        Assert.Single(ConversationRules.Resolve(OfItem).Events);
        Assert.Empty(ConversationRules.Reopen(OfItem).Events);
        Assert.Single(ConversationRules.Reopen(settled).Events);
    }

    [Fact]
    public void Notes_gather_under_one_heading_at_the_end()
    {
        GuidelineBody Note(GuidelineBody? before, string note, string? title = "Nodule") =>
            ConversationRules.Noted(before, note, GuidelineChangeKind.Definition, "nodule", title);
        GuidelineBody first = Note(null, "From 6 mm on.");
        Assert.Equal("## Notes\n\n- **Nodule:** From 6 mm on.\n", first.Text);
        Assert.Empty(first.Changes);
        GuidelineBody second = Note(first, " Calcified ones count.\nAlways. ", title: null);
        Assert.Equal("## Notes\n\n- **Nodule:** From 6 mm on.\n- Calcified ones count.\n  Always.\n", second.Text);
        Assert.Equal([new(GuidelineChangeKind.Definition, "Calcified ones count.\nAlways.", "nodule")], second.Changes);
        // Another heading after it: the notes get one of their own again, at the end.
        GuidelineBody third = Note(second with { Text = second.Text + "\n# Reports\nLater.\n" }, "Both sides.");
        Assert.EndsWith(
            "# Reports\nLater.\n\n## Notes\n\n- **Nodule:** Both sides.\n",
            third.Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_mail_is_due_where_something_is_new_and_the_last_is_old_enough()
    {
        DateTimeOffset now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
        bool Due(NoticeWish wish, double newest, double? seen, double? mailed) =>
            NoticeRules.IsDue(
                wish,
                now.AddHours(-newest),
                seen is { } s ? now.AddHours(-s) : null,
                mailed is { } m ? now.AddHours(-m) : null,
                now
            );
        Assert.True(Due(NoticeWish.Daily, 1, null, null));
        Assert.False(Due(NoticeWish.Daily, 1, 0.5, null));
        Assert.False(Due(NoticeWish.Daily, 1, 2, 23.9));
        Assert.True(Due(NoticeWish.Daily, 1, 2, 24));
        Assert.False(Due(NoticeWish.Daily, 30, null, 24));
        Assert.False(Due(NoticeWish.Hourly, 0.5, null, 0.9));
        Assert.True(Due(NoticeWish.Hourly, 0.5, null, 1));
        Assert.True(Due(NoticeWish.AtOnce, 0.01, null, 0.1));
        Assert.False(Due(NoticeWish.Never, 1, null, null));
        // A clock that went back: the last mail was sent later than now.
        Assert.False(NoticeRules.IsDue(NoticeWish.Daily, now, null, now.AddDays(400), now));
        Assert.True(NoticeRules.IsDue(NoticeWish.Daily, now.AddDays(401), null, now.AddDays(400), now));
        Assert.False(NoticeRules.IsDue(NoticeWish.AtOnce, null, null, null, now));
    }
}
