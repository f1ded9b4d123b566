using System.Text.Json;
using Overread.Domain.Marks;
using Overread.Domain.Models;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Domain.Reads;
using Overread.Domain.Record;

namespace Overread.Domain.Tests;

public class SuggestionRulesTests
{
    private const string Hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static readonly ModelCard Card = new(
        "Finds nodules.",
        ["nodule"],
        "Elsewhere.",
        "MIT",
        "Unknown.",
        "Trials."
    );
    private static readonly RegisteredModel Model = new("m", "net", "1.0", Hash, Card);

    private static readonly ProtocolBody Protocol = new(
        "Test",
        [
            new Field("nodule", "Nodule", FieldKinds.Finding),
            new Field("grade", "Grade", FieldKinds.Ordinal) { Options = [new("low", "Low"), new("high", "High")] },
        ],
        "",
        new ReadingPolicy(2)
    );

    [Theory]
    [InlineData(null, false, false, false)]
    [InlineData(null, true, false, true)]
    [InlineData(ShowingPolicy.AfterFirst, false, true, false)]
    [InlineData(ShowingPolicy.AfterFirst, true, false, true)]
    [InlineData(ShowingPolicy.OnRequest, true, false, false)]
    [InlineData(ShowingPolicy.OnRequest, false, true, true)]
    [InlineData(ShowingPolicy.AtOnce, false, false, true)]
    [InlineData(ShowingPolicy.Never, true, true, false)]
    public void What_may_be_shown_hangs_on_the_field_the_own_answer_and_the_wish(
        ShowingPolicy? policy,
        bool answered,
        bool asked,
        bool may
    )
    {
        Field field = new("nodule", "Nodule", FieldKinds.Finding) { Suggestions = policy };
        Read read = new("r", "i", 1);
        read = answered ? read.After(new AnswerGiven("nodule", new(AnswerState.Absent)), "1", "") : read;
        Assert.Equal(may, ShownSuggestion.May(field, read, asked));
        Assert.False(ShownSuggestion.May(field, read.After(new ReadSubmitted(1), "2", ""), asked));
    }

    [Fact]
    public void An_answer_is_taken_over_only_as_it_was_shown_in_this_read()
    {
        ShownSuggestion shown = new("s1", "grade", Grade("high"), "net", "1.0", Hash, "");
        Read read = new Read("r", "i", 1).After(new SuggestionShown(shown, ShowingPolicy.AtOnce), "1", "");
        Assert.Equal(1, read.Revision);
        Assert.Null(Refused(read, new AnswerGiven("grade", Grade("high"), ReadRules.TakenOver, "s1")));
        Assert.Null(Refused(read, new AnswerGiven("grade", Grade("low"))));
        Assert.Equal(
            "The answer is not what was suggested.",
            Refused(read, new AnswerGiven("grade", Grade("low"), ReadRules.TakenOver, "s1"))
        );
        Assert.Equal(
            "This suggestion was not shown in this read.",
            Refused(new Read("r", "i", 1), new AnswerGiven("grade", Grade("high"), ReadRules.TakenOver, "s1"))
        );
        Assert.Equal(
            "Only an answer that was taken over names a suggestion.",
            Refused(read, new AnswerGiven("grade", Grade("high"), "hand", "s1"))
        );
        Assert.Equal(
            "A reader cannot add SuggestionShown.",
            Refused(read, new SuggestionShown(shown, ShowingPolicy.AtOnce))
        );
        Assert.False(WorkTime.IsElsewhere(new AnswerGiven("grade", Grade("high"), ReadRules.TakenOver, "s1")));
    }

    [Fact]
    public void A_version_of_a_model_is_registered_once_with_a_whole_card_and_a_hash()
    {
        Assert.IsType<ModelRegistered>(Assert.Single(ModelRules.Register(Model, false, Protocol).Events));
        Assert.Equal("model.known", ModelRules.Register(Model, true, Protocol).Refusal!.Code);
        Assert.Equal("name", Where(Model with { Name = "Net 1" }));
        Assert.Equal("version", Where(Model with { Version = "1 0" }));
        Assert.Equal("sha256", Where(Model with { Sha256 = Hash.ToUpperInvariant() }));
        Assert.Equal("endpoint", Where(Model with { Endpoint = "ftp://models" }));
        Assert.Equal("card.limits", Where(Model with { Card = Card with { Limits = " " } }));
        Assert.Equal("card.fields", Where(Model with { Card = Card with { Fields = [] } }));
        Assert.Equal("card.fields", Where(Model with { Card = Card with { Fields = ["mass"] } }));
    }

    [Fact]
    public void A_model_serves_from_its_approval_to_its_retirement()
    {
        ModelStand waiting = new(Model, [], false);
        Assert.Equal("reason.needed", ModelRules.Approve(waiting, 2, true, " ").Refusal!.Code);
        Assert.Equal("protocol.unknown", ModelRules.Approve(waiting, 2, false, "Tried.").Refusal!.Code);
        Assert.Equal(
            new ModelApproved("m", 2, "Tried."),
            Assert.Single(ModelRules.Approve(waiting, 2, true, " Tried. ").Events)
        );
        ModelStand approved = new(Model, [2], false);
        Assert.True(approved.Serves(2));
        Assert.False(approved.Serves(3));
        Assert.Equal("net 1.0 is not approved for protocol version 3.", ModelRules.Misfit(approved, 3));
        Assert.Empty(ModelRules.Approve(approved, 2, true, "Again.").Events);
        Assert.Equal(new ModelRetired("m", "Wrong."), Assert.Single(ModelRules.Retire(approved, "Wrong.").Events));
        ModelStand retired = new(Model, [2], true);
        Assert.False(retired.Serves(2));
        Assert.Equal("net 1.0 is retired.", ModelRules.Misfit(retired, 2));
        Assert.Equal("model.retired", ModelRules.Retire(retired, "Again.").Refusal!.Code);
    }

    private static Answer Grade(string option) => new(AnswerState.Present, JsonSerializer.SerializeToElement(option));

    private static string? Where(RegisteredModel model) => ModelRules.Register(model, false, Protocol).Refusal!.Where;

    private static string? Refused(Read read, DomainEvent happened) =>
        ReadRules.Append(read, Protocol, new Dictionary<string, FileContent>(), [("e", happened)]).Refusal?.Title;
}
