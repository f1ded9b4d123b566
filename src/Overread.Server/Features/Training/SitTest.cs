using System.Data.Common;
using Overread.Domain;
using Overread.Domain.Marks;
using Overread.Domain.Protocols;
using Overread.Domain.Reads;
using Overread.Domain.Training;
using Overread.Quality.Readers;
using Overread.Server.Access;
using Overread.Server.Features.Fitness.Contracts;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Training.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Training;

/// <summary>
/// A reader sits a sealed test: drawn for them, of items whose right answers they were never shown, and without a word of how it goes
/// before the end. Reference answers are not shown after it either, so that the bank stays one.
/// </summary>
internal static class SitTest
{
    /// <summary>What a field came to.</summary>
    internal sealed record TestScore(
        string Field,
        string Title,
        int Right,
        int Count,
        double PassMark,
        double Low,
        bool Passed
    )
    {
        public static TestScore Of(ProtocolBody protocol, FieldScore score) =>
            new(
                score.Field,
                protocol.Field(score.Field)?.Title ?? score.Field,
                score.Right,
                score.Count,
                score.PassMark,
                score.Low,
                score.Passed
            );
    }

    /// <param name="Number">The caller's attempt at this bank, from 1.</param>
    /// <param name="Item">The item to be answered; null at the end.</param>
    /// <param name="Passed">Null before the end.</param>
    /// <param name="Scores">Null before the end.</param>
    internal sealed record TestAttempt(
        string Id,
        string Set,
        string Title,
        string? Introduction,
        int Number,
        Practise.TrainingPlace Position,
        ItemView? Item,
        ProtocolView Protocol,
        string? Ended,
        bool? Passed,
        IReadOnlyList<TestScore>? Scores
    );

    internal sealed record TestAnswerForm(
        string Item,
        IReadOnlyDictionary<string, Answer> Answers,
        IReadOnlyList<Mark>? Marks = null
    );

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/projects/{project}/training/sets/{set}/attempts", Begin)
            .Needs(Action.Read)
            .ForTraining()
            .Says("begin-test", "Draws a sealed test for the caller.")
            .Problems(403, "training.keeper")
            .Problems(404, "item.unknown", "training.unknown")
            .Problems(
                409,
                "project.closed",
                "training.attempts",
                "training.bank",
                "training.cooling",
                "training.open",
                "training.passed"
            );
        api.MapGet("/projects/{project}/training/attempts/{attempt}", Show)
            .Needs(Action.Read)
            .ForTraining()
            .Says("show-test", "Shows the item of a test of the caller's that is to be answered, or what it came to.")
            .Problems(404, "item.unknown", "training.unknown");
        api.MapPost("/projects/{project}/training/attempts/{attempt}/answers", Answer)
            .Needs(Action.Read)
            .ForTraining()
            .Says(
                "answer-test",
                "Takes the answers to the item in hand, and shows the next one or what the test came to."
            )
            .Problems(404, "item.unknown", "training.unknown")
            .Problems(409, "project.closed", "training.answered", "training.case")
            .Problems(422, "read.incomplete", "read.invalid");
    }

    private static Task<TestAttempt> Begin(
        string project,
        string set,
        Caller caller,
        IDatabase database,
        TrainingDesk desk,
        FitnessBook book,
        IEntropy entropy
    ) =>
        database.Write(
            caller.Actor,
            u =>
            {
                DbConnection c = u.Connection;
                ProjectTable.Open(c, project);
                TrainingSet found = TrainingDesk.Set(c, project, set, TrainingPurpose.Test);
                TestStanding standing = desk.Standing(
                    c,
                    project,
                    found,
                    caller.Person,
                    TrainingKeepers.Has(caller),
                    u.Now
                );
                // Items that were withdrawn meanwhile may have left a test without any to be answered.
                if (standing.Open is not null && Current(c, project, Open(c, found, caller.Person)) is null)
                {
                    return End(u, project, found, Open(c, found, caller.Person), desk);
                }

                if (TrainingRules.Begin(found, standing, u.Now) is { } refusal)
                {
                    throw new RefusedException(refusal);
                }

                long seed = KeepTraining.Seed(entropy);
                string attempt = u.NewId();
                u.Append(
                    KeepTraining.AboutOf(project, set),
                    new TestDrawn(
                        attempt,
                        set,
                        TrainingTable.Attempts(c, set, caller.Person).Count + 1,
                        seed,
                        Draw(
                            desk.Protocol(c, project, found),
                            found.Test!,
                            desk.Fresh(c, project, found, caller.Person, u.Now),
                            seed
                        ),
                        book.Of(project).Acknowledged(caller.Person)
                    )
                );
                return View(c, project, Open(c, found, caller.Person), desk);
            }
        );

    /// <summary>Draws by strata of the reference answer to the first field with a mark, and of difficulty.</summary>
    internal static List<string> Draw(ProtocolBody protocol, TestRules rules, List<ReferenceCase> bank, long seed)
    {
        Field by = protocol.Fields.First(f => rules.PassMarks.ContainsKey(f.Id));
        List<string> strata =
        [
            .. bank.Select(k => ReferenceJudge.Stratum(by, k)).Distinct().Order(StringComparer.Ordinal),
        ];
        List<ReferenceCase> ordered = [.. bank.OrderBy(k => k.Item, StringComparer.Ordinal)];
        QualificationItem[] items =
        [
            .. ordered.Select(
                (k, i) => new QualificationItem(i, strata.IndexOf(ReferenceJudge.Stratum(by, k)), k.Difficulty)
            ),
        ];
        return
        [
            .. new QualificationTest(rules.Items, rules.PassMarks[by.Id], 1, rules.Confidence)
                .Draw(items, (ulong)seed, 0)
                .Select(i => ordered[i].Item),
        ];
    }

    private static TestAttempt Show(
        string project,
        string attempt,
        Caller caller,
        IDatabase database,
        TrainingDesk desk
    )
    {
        using ReadLease read = database.Read();
        return View(read.Connection, project, Find(read.Connection, project, attempt, caller.Person), desk);
    }

    private static Task<TestAttempt> Answer(
        string project,
        string attempt,
        TestAnswerForm form,
        Caller caller,
        IDatabase database,
        TrainingDesk desk
    ) =>
        database.Write(
            caller.Actor,
            u =>
            {
                DbConnection c = u.Connection;
                ProjectTable.Open(c, project);
                TrainingTable.Attempt held = Find(c, project, attempt, caller.Person);
                TrainingSet set = TrainingDesk.Set(c, project, held.Set);
                if (TrainingTable.Answered(c, attempt).ContainsKey(form.Item))
                {
                    throw Practise.Answered(form.Item);
                }

                if (held.Ended is not null || Current(c, project, held) != form.Item)
                {
                    throw Practise.NoCase(form.Item);
                }

                Read read = desk.Take(c, project, set, form.Item, form.Answers, form.Marks ?? []);
                u.Append(
                    KeepTraining.AboutOf(project, set.Id, form.Item),
                    new TestAnswered(
                        attempt,
                        form.Item,
                        read.Answers,
                        read.Marks,
                        desk.Judge(c, project, set, TrainingTable.Case(c, form.Item)!.Case, read)
                    )
                );
                return Current(c, project, held) is null
                    ? End(u, project, set, held, desk)
                    : View(c, project, held, desk);
            }
        );

    private static TestAttempt End(
        IUnitOfWork u,
        string project,
        TrainingSet set,
        TrainingTable.Attempt held,
        TrainingDesk desk
    )
    {
        u.Append(
            KeepTraining.AboutOf(project, set.Id),
            TrainingRules.End(
                set,
                held.Id,
                held.Person,
                held.Drawn.Guideline,
                desk.Score(u.Connection, project, set, held.Id),
                u.Now
            )
        );
        return View(u.Connection, project, Find(u.Connection, project, held.Id, held.Person), desk);
    }

    private static TestAttempt View(DbConnection c, string project, TrainingTable.Attempt held, TrainingDesk desk)
    {
        TrainingSet set = TrainingDesk.Set(c, project, held.Set);
        string? current = held.Ended is null ? Current(c, project, held) : null;
        ProtocolBody protocol = desk.Protocol(c, project, set);
        return new(
            held.Id,
            set.Id,
            set.Title,
            set.Introduction,
            held.Drawn.Number,
            new(TrainingTable.Answered(c, held.Id).Count, held.Drawn.Items.Count),
            current is null ? null : ItemView.Of(ItemView.Facts(c, project, current), project),
            ProtocolStore.Row(c, project, set.ProtocolVersion)!,
            held.Ended,
            held.Ended is null ? null : held.Passed,
            held.Ended is null ? null : [.. held.Scores.Select(s => TestScore.Of(protocol, s))]
        );
    }

    // Items that were withdrawn or retired since the draw are left out.
    private static string? Current(DbConnection c, string project, TrainingTable.Attempt held)
    {
        Dictionary<string, TestAnswered> answered = TrainingTable.Answered(c, held.Id);
        return held.Drawn.Items.FirstOrDefault(i =>
            !answered.ContainsKey(i)
            && TrainingTable.Case(c, i) is { Retired: null }
            && ItemTable.Find(c, project, i) is { State: not "withdrawn" }
        );
    }

    private static TrainingTable.Attempt Open(DbConnection c, TrainingSet set, string person) =>
        TrainingTable.Open(c, set.Id, person)
        ?? throw new InvalidOperationException("The test that was begun is not there.");

    private static TrainingTable.Attempt Find(DbConnection c, string project, string attempt, string person) =>
        TrainingTable.Find(c, project, attempt, person)
        ?? throw new RefusedException(
            new("training.unknown", "There is no such test of yours.", RefusalKind.NotFound)
            {
                Next = "Look at what there is for you under Training.",
            }
        );
}
