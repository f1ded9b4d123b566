using System.Data.Common;
using Overread.Domain;
using Overread.Domain.Marks;
using Overread.Domain.Reads;
using Overread.Domain.Training;
using Overread.Server.Access;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Training.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Training;

/// <summary>A reader practises on a set, item by item, and sees after each what is right and why. Nothing of it is a read.</summary>
internal static class Practise
{
    /// <summary>Items done in a round or a test, and of how many.</summary>
    internal sealed record TrainingPlace(int Done, int Of);

    /// <param name="Item">The item to be answered; null where the round is done.</param>
    /// <param name="Protocol">The version that it is answered under.</param>
    internal sealed record PracticeView(
        string Set,
        string Title,
        string? Introduction,
        int Round,
        TrainingPlace Position,
        ItemView? Item,
        ProtocolView Protocol
    );

    internal sealed record PracticeForm(
        string Item,
        int Round,
        IReadOnlyDictionary<string, Answer> Answers,
        IReadOnlyList<Mark>? Marks = null
    );

    /// <summary>What was right, beside what was answered.</summary>
    internal sealed record FeedbackView(
        string Item,
        IReadOnlyList<FieldVerdict> Verdicts,
        IReadOnlyDictionary<string, Answer> Answers,
        IReadOnlyList<Mark> Marks,
        string Reason,
        TrainingPlace Position
    );

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{project}/training/sets/{set}/practice", Show)
            .Needs(Action.Read)
            .ForTraining()
            .Says(
                "show-practice",
                "Shows the item that the caller practises on next; round names the next round once one is done."
            )
            .Problems(404, "item.unknown", "training.unknown")
            .Problems(409, "training.case");
        api.MapPost("/projects/{project}/training/sets/{set}/practice", Answer)
            .Needs(Action.Read)
            .ForTraining()
            .Says("answer-practice", "Takes the answers to an item of practice and says what is right, and why.")
            .Problems(404, "training.unknown")
            .Problems(409, "project.closed", "training.answered", "training.case")
            .Problems(422, "read.incomplete", "read.invalid");
    }

    private static PracticeView Show(
        string project,
        string set,
        int? round,
        Caller caller,
        IDatabase database,
        TrainingDesk desk,
        TimeProvider time
    )
    {
        using ReadLease read = database.Read();
        DbConnection c = read.Connection;
        TrainingSet found = TrainingDesk.Set(c, project, set, TrainingPurpose.Practice);
        (int current, List<string> all, HashSet<string> done) = Round(
            c,
            project,
            found,
            caller.Person,
            round,
            desk,
            time.GetUtcNow()
        );
        string? next = all.Find(i => !done.Contains(i));
        return new(
            set,
            found.Title,
            found.Introduction,
            current,
            new(all.Count(done.Contains), all.Count),
            next is null ? null : ItemView.Of(ItemView.Facts(c, project, next), project),
            ProtocolStore.Row(c, project, found.ProtocolVersion)!
        );
    }

    private static Task<FeedbackView> Answer(
        string project,
        string set,
        PracticeForm form,
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
                TrainingSet found = TrainingDesk.Set(c, project, set, TrainingPurpose.Practice);
                (int current, List<string> all, HashSet<string> done) = Round(
                    c,
                    project,
                    found,
                    caller.Person,
                    form.Round,
                    desk,
                    u.Now
                );
                if (!all.Contains(form.Item))
                {
                    throw NoCase(form.Item);
                }

                if (done.Contains(form.Item))
                {
                    throw Answered(form.Item);
                }

                ReferenceCase reference = TrainingTable.Case(c, form.Item)!.Case;
                Read read = desk.Take(c, project, found, form.Item, form.Answers, form.Marks ?? []);
                IReadOnlyList<FieldVerdict> verdicts = desk.Judge(c, project, found, reference, read);
                u.Append(
                    KeepTraining.AboutOf(project, set, form.Item),
                    new PracticeAnswered(set, current, form.Item, read.Answers, read.Marks, verdicts)
                );
                return new FeedbackView(
                    form.Item,
                    verdicts,
                    reference.Answers,
                    reference.Marks,
                    reference.Reason,
                    new(all.Count(done.Contains) + 1, all.Count)
                );
            }
        );

    // A round goes through all items in an order of its own; the next one is open when nothing is left of it.
    private static (int Round, List<string> All, HashSet<string> Done) Round(
        DbConnection c,
        string project,
        TrainingSet set,
        string person,
        int? wanted,
        TrainingDesk desk,
        DateTimeOffset now
    )
    {
        List<PracticeAnswered> answered = TrainingTable.Practised(c, set.Id, person);
        List<string> usable = [.. desk.Usable(c, project, set, person, now).Select(k => k.Item)];
        int current = answered.Select(a => a.Round).DefaultIfEmpty(1).Max();
        HashSet<string> done = Of(current);
        if (wanted == current + 1 && usable.TrueForAll(done.Contains))
        {
            current++;
            done = [];
        }
        else if (wanted is not null && wanted != current)
        {
            throw new RefusedException(
                new("training.case", "Another round is under way.", RefusalKind.Conflict)
                {
                    Next = "Go on with the round under way; the next one is open when it is done.",
                }
            );
        }

        long seed = ProjectTable.Seed(c, project);
        return (current, [.. SeededOrder.Of(usable, seed, i => $"{person}:{current}:{i}")], done);

        HashSet<string> Of(int round) => [.. answered.Where(a => a.Round == round).Select(a => a.Item)];
    }

    internal static RefusedException NoCase(string item) =>
        new(
            new("training.case", "That item is not the one to be answered now.", RefusalKind.Conflict)
            {
                Where = item,
                Next = "Load what is next and answer that.",
            }
        );

    internal static RefusedException Answered(string item) =>
        new(
            new("training.answered", "That item is answered already.", RefusalKind.Conflict)
            {
                Where = item,
                Next = "Go on with the next one.",
            }
        );
}
