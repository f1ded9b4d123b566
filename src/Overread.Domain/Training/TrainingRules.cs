using System.Globalization;
using Overread.Domain.Marks;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Domain.Reads;
using Overread.Domain.Record;

namespace Overread.Domain.Training;

/// <summary>Decides about sets of reference cases, practice and sealed tests.</summary>
public static class TrainingRules
{
    /// <summary>For so many days before a qualification ends the test may be taken anew.</summary>
    public const int RenewDays = 30;

    private const int LongestTitle = 200;

    /// <summary>Says what is wrong with a set; null where nothing is.</summary>
    /// <param name="set">The set as it is to be kept.</param>
    /// <param name="before">As it is; null for a new one.</param>
    /// <param name="protocol">The version that it names; null where there is no such published version.</param>
    /// <param name="needed">The fewest right answers out of a number that reach a mark with a confidence; null where not even all do.</param>
    public static Refusal? OfSet(
        TrainingSet set,
        TrainingSet? before,
        ProtocolBody? protocol,
        Func<int, double, double, int?> needed
    )
    {
        if (protocol is null)
        {
            return Form("There is no published protocol of that version.", "protocolVersion");
        }

        if (string.IsNullOrWhiteSpace(set.Title) || FreeText.Length(set.Title) > LongestTitle)
        {
            return Form("A title has 1 to 200 characters.", "title");
        }

        if (!FreeText.IsName(set.Title))
        {
            return FreeText.NoName("training.form", "title");
        }

        if (FreeText.TooLong(set.Introduction, "training.form", "introduction") is { } long_)
        {
            return long_;
        }

        if (before is not null && (before.Purpose != set.Purpose || before.ProtocolVersion != set.ProtocolVersion))
        {
            return Form("What a set is for and its protocol version never change; make another set.", "purpose");
        }

        if (set.Test is null != (set.Purpose != TrainingPurpose.Test))
        {
            return Form("A bank of tests, and nothing else, has rules of a test.", "test");
        }

        if (set.GoldShare is null != (set.Purpose != TrainingPurpose.Gold))
        {
            return Form("Gold, and nothing else, has a share of the items.", "goldShare");
        }

        return set.GoldShare is not (null or (> 0 and <= 0.5))
                ? Form("The share of gold is above 0 and at most 0.5.", "goldShare")
            : set.Test is { } test ? OfTest(test, protocol, needed)
            : null;
    }

    private static Refusal? OfTest(TestRules test, ProtocolBody protocol, Func<int, double, double, int?> needed)
    {
        if (string.IsNullOrWhiteSpace(test.Qualification) || FreeText.Length(test.Qualification) > 100)
        {
            return Form("The kind of a qualification has 1 to 100 characters.", "test.qualification");
        }

        if (test.Items is < 1 or > 1000)
        {
            return Form("A test has 1 to 1,000 items.", "test.items");
        }

        if (test.Attempts is < 1 or > 100 || test.CoolingHours is < 0 or > 8760 || test.ValidDays is < 1 or > 3650)
        {
            return Form(
                "Attempts are 1 to 100, hours between them 0 to 8,760, and a qualification holds 1 to 3,650 days or without end.",
                "test"
            );
        }

        if (!(test.Confidence > 0.5 && test.Confidence < 1))
        {
            return Form("The confidence lies between 0.5 and 1.", "test.confidence");
        }

        if (test.PassMarks.Count == 0)
        {
            return Form("A test without a mark for a field passes nobody.", "test.passMarks");
        }

        foreach ((string id, double mark) in test.PassMarks)
        {
            if (protocol.Field(id) is not { } field || field.Kind.Scale == Scale.None)
            {
                return Form("A mark is set for a field of the protocol whose answers can be compared.", id);
            }

            if (!(mark > 0 && mark < 1))
            {
                return Form("A mark lies between 0 and 1.", id);
            }

            if (needed(test.Items, mark, test.Confidence) is null)
            {
                return Form(
                    $"Not even {Number(test.Items)} right answers out of as many show a share of {mark.ToString("0.###", CultureInfo.InvariantCulture)} with that confidence.",
                    id
                ) with
                {
                    Next = "Take more items, or a lower mark.",
                };
            }
        }

        return null;
    }

    /// <summary>Says why an item cannot be a case of a set; null where it can.</summary>
    /// <param name="set">The set.</param>
    /// <param name="state">The item's state; null where there is no such item.</param>
    /// <param name="held">The set that has the item already; null for none.</param>
    /// <param name="retired">It was retired from that set.</param>
    public static Refusal? OfItem(TrainingSet set, string? state, string? held, bool retired) =>
        state is null ? new("item.unknown", "There is no such item.", RefusalKind.NotFound)
        : held is not null && held != set.Id
            ? new("training.case", "The item belongs to another set.", RefusalKind.Conflict)
            {
                Next = "An item serves one purpose; choose another item.",
            }
        : retired
            ? new("training.case", "The item was retired from this set.", RefusalKind.Conflict)
            {
                Next = "Choose another item.",
            }
        : held == set.Id
        || state == "ready"
        || (set.Purpose != TrainingPurpose.Gold && state is "agreed" or "adjudicated")
            ? null
        : new("training.case", $"The item is {state}.", RefusalKind.Conflict)
        {
            Next =
                set.Purpose == TrainingPurpose.Gold
                    ? "Take as gold an item that nobody has read yet."
                    : "Take an item that nobody has read yet, or whose reads are all in and settled.",
        };

    /// <summary>Takes answers as a reader gives them, whole, by the rules of reads.</summary>
    /// <param name="protocol">The version they are given under.</param>
    /// <param name="version">Its number.</param>
    /// <param name="item">The item.</param>
    /// <param name="answers">Answers by field.</param>
    /// <param name="marks">Marks.</param>
    /// <param name="contents">What the item's files hold, by file.</param>
    /// <returns>The answers as a read, or what is wrong with them.</returns>
    public static (Read? Read, Refusal? Refusal) Take(
        ProtocolBody protocol,
        int version,
        string item,
        IReadOnlyDictionary<string, Answer> answers,
        IReadOnlyList<Mark> marks,
        IReadOnlyDictionary<string, FileContent> contents
    )
    {
        List<(string, DomainEvent)> events =
        [
            .. marks.Select(m => (m.Id, (DomainEvent)new MarkDrawn(m))),
            .. answers.Select(a => (a.Key, (DomainEvent)new AnswerGiven(a.Key, a.Value))),
            ("end", new ReadSubmitted(0)),
        ];
        Read blank = new("", item, version);
        if (ReadRules.Append(blank, protocol, contents, events).Refusal is { } refusal)
        {
            return (null, refusal);
        }

        Read read = blank;
        foreach ((string id, DomainEvent happened) in events)
        {
            read = read.After(happened, id, "");
        }

        return
            read.Marks.Find(m => read.Answers[m.Field].State is AnswerState.Absent or AnswerState.NotAssessed)
                is { } stray
            ? (null, new("read.invalid", "What is marked is not absent.") { Where = stray.Field })
            : (read, null);
    }

    /// <summary>Says why a person cannot begin a test now; null where they can.</summary>
    /// <param name="set">The bank.</param>
    /// <param name="standing">Where they stand.</param>
    /// <param name="now">The time.</param>
    public static Refusal? Begin(TrainingSet set, TestStanding standing, DateTimeOffset now)
    {
        TestRules rules = set.Test!;
        if (standing.Keeper)
        {
            return new(
                "training.keeper",
                "Whoever may see the reference answers takes no test of them.",
                RefusalKind.Forbidden
            )
            {
                Next = "State in the register what you are qualified by.",
            };
        }

        if (standing.Open is not null)
        {
            return Conflict("training.open", "You have begun a test of this bank.", "Go on with it.");
        }

        DateOnly today = DateOnly.FromDateTime(now.UtcDateTime);
        if (
            standing.Qualified is { } held
            && !(held.Qualification.Until is { } last && last.DayNumber - today.DayNumber <= RenewDays)
        )
        {
            return Conflict("training.passed", "You have passed this test, and that holds.", "Go on to read.");
        }

        if (standing.Failed.Count >= rules.Attempts)
        {
            return Conflict(
                "training.attempts",
                $"All {Number(rules.Attempts)} attempts are used.",
                "Ask the lead, who can allow more."
            );
        }

        if (NextAt(set, standing) is { } at && now < at)
        {
            return Conflict(
                "training.cooling",
                $"The next attempt is open from {at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC on.",
                "Practise until then."
            ) with
            {
                Facts = new Dictionary<string, object?> { ["until"] = at.UtcDateTime },
            };
        }

        int lacking = rules.Items - standing.Fresh;
        return lacking > 0
            ? Conflict(
                "training.bank",
                $"The test has {Number(rules.Items)} items and {Number(standing.Fresh)} are left that you were never shown: {Number(lacking)} are lacking.",
                "Ask the lead to add items to the bank."
            ) with
            {
                Facts = new Dictionary<string, object?> { ["lacking"] = lacking },
            }
            : null;
    }

    /// <summary>When the next attempt is open; null where it is at once.</summary>
    public static DateTimeOffset? NextAt(TrainingSet set, TestStanding standing) =>
        standing.Failed.Count == 0 || set.Test!.CoolingHours == 0
            ? null
            : standing.Failed[^1].AddHours(set.Test.CoolingHours);

    /// <summary>A test has ended: it is passed where every field's bound reaches its mark.</summary>
    /// <param name="set">The bank.</param>
    /// <param name="attempt">The test.</param>
    /// <param name="person">Whose it is.</param>
    /// <param name="guideline">The version of the guideline that it was taken under.</param>
    /// <param name="scores">What each field with a mark came to.</param>
    /// <param name="now">The time.</param>
    public static DomainEvent End(
        TrainingSet set,
        string attempt,
        string person,
        int? guideline,
        IReadOnlyList<FieldScore> scores,
        DateTimeOffset now
    )
    {
        if (scores.Count == 0 || scores.Any(s => !s.Passed))
        {
            return new QualificationFailed(attempt, person, scores);
        }

        DateOnly today = DateOnly.FromDateTime(now.UtcDateTime);
        return new QualificationPassed(
            attempt,
            person,
            new(
                new(
                    set.Test!.Qualification,
                    today,
                    set.Test.ValidDays is { } days ? today.AddDays(days - 1) : null,
                    set.ProtocolVersion
                ),
                guideline
            ),
            scores
        );
    }

    private static Refusal Form(string title, string where) => new("training.form", title) { Where = where };

    private static Refusal Conflict(string code, string title, string next) =>
        new(code, title, RefusalKind.Conflict) { Next = next };

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
