using System.Buffers.Binary;
using System.Data.Common;
using Overread.Domain;
using Overread.Domain.Marks;
using Overread.Domain.Protocols;
using Overread.Domain.Reads;
using Overread.Domain.Training;
using Overread.Quality.Readers;
using Overread.Server.Access;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Training.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Training;

/// <summary>The lead chooses what readers practise on, are tested with and get as gold, and says what is right there.</summary>
internal static class KeepTraining
{
    /// <summary>The most cases of a set.</summary>
    public const int MostCases = 5000;

    /// <param name="Cases">Items in use.</param>
    /// <param name="Retired">Items that were retired.</param>
    internal sealed record TrainingSetRow(
        string Id,
        TrainingPurpose Purpose,
        int ProtocolVersion,
        string Title,
        string? Introduction,
        TestRules? Test,
        double? GoldShare,
        int Cases,
        int Retired
    );

    /// <summary>An item with its right answers.</summary>
    /// <param name="Retired">UTC time since which it is used no more; null while it is.</param>
    internal sealed record TrainingCase(
        string Item,
        string Title,
        IReadOnlyDictionary<string, Answer> Answers,
        IReadOnlyList<Mark> Marks,
        string Reason,
        int Difficulty,
        string? Retired
    );

    internal sealed record TrainingSetView(
        TrainingSetRow Set,
        ProtocolBody Protocol,
        IReadOnlyList<TrainingCase> Cases
    );

    /// <param name="ProtocolVersion">Null for the one in force.</param>
    internal sealed record TrainingSetForm(
        TrainingPurpose Purpose,
        string Title,
        int? ProtocolVersion = null,
        string? Introduction = null,
        TestRules? Test = null,
        double? GoldShare = null
    );

    internal sealed record ReferenceForm(
        IReadOnlyDictionary<string, Answer> Answers,
        string Reason,
        IReadOnlyList<Mark>? Marks = null,
        int Difficulty = 0
    );

    internal sealed record RetireReferenceForm(string Reason);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{project}/training/sets", List)
            .Needs(Action.SeeTraining)
            .Says("list-training-sets", "Lists the sets of items with reference answers, without the answers.");
        api.MapGet("/projects/{project}/training/sets/{set}", Show)
            .Needs(Action.SeeTraining)
            .Says(
                "show-training-set",
                "Shows a set with its reference answers; whoever looks takes no test with these items any more."
            )
            .Problems(404, "training.unknown");
        api.MapPost("/projects/{project}/training/sets", Make)
            .Needs(Action.ManageTraining)
            .Says("make-training-set", "Makes a set: to practise, a bank of sealed tests, or gold for the queue.")
            .Problems(409, "project.closed", "work.no-protocol")
            .Problems(422, "training.form");
        api.MapPut("/projects/{project}/training/sets/{set}", Revise)
            .Needs(Action.ManageTraining)
            .Says("set-training-set", "Changes a set's title, introduction and rules.")
            .Problems(404, "training.unknown")
            .Problems(409, "project.closed")
            .Problems(422, "training.form");
        api.MapPut("/projects/{project}/training/sets/{set}/cases/{item}", State)
            .Needs(Action.ManageTraining)
            .Says(
                "state-reference",
                "States the right answers of an item, with the reason; the item leaves the ordinary queue for good."
            )
            .Problems(404, "item.unknown", "training.unknown")
            .Problems(409, "project.closed", "training.case")
            .Problems(422, "read.incomplete", "read.invalid", "reason.needed", "training.form");
        api.MapPost("/projects/{project}/training/sets/{set}/cases/{item}/retire", Retire)
            .Needs(Action.ManageTraining)
            .Says("retire-reference", "Uses an item of a set no more, for example because its answer became known.")
            .Problems(404, "training.unknown")
            .Problems(409, "project.closed", "training.case")
            .Problems(422, "reason.needed");
    }

    private static List<TrainingSetRow> List(string project, IDatabase database)
    {
        using ReadLease read = database.Read();
        return [.. TrainingTable.Sets(read.Connection, project).Select(s => Row(read.Connection, s))];
    }

    private static TrainingSetRow Row(DbConnection c, TrainingSet set)
    {
        List<TrainingTable.CaseRow> cases = TrainingTable.Cases(c, set.Id);
        int retired = cases.Count(k => k.Retired is not null);
        return new(
            set.Id,
            set.Purpose,
            set.ProtocolVersion,
            set.Title,
            set.Introduction,
            set.Test,
            set.GoldShare,
            cases.Count - retired,
            retired
        );
    }

    private static async Task<TrainingSetView> Show(
        string project,
        string set,
        Caller caller,
        IDatabase database,
        TrainingDesk desk
    )
    {
        List<string> unseen;
        using (ReadLease read = database.Read())
        {
            TrainingDesk.Set(read.Connection, project, set);
            unseen =
            [
                .. TrainingTable
                    .Cases(read.Connection, set)
                    .Select(k => k.Case.Item)
                    .Where(i => !TrainingTable.HasSeen(read.Connection, i, caller.Person)),
            ];
        }

        if (unseen.Count > 0)
        {
            await database.Write(caller.Actor, u => u.Append(AboutOf(project, set), new ReferencesSeen(set, unseen)));
        }

        using ReadLease shown = database.Read();
        return View(shown.Connection, project, set, desk);
    }

    private static TrainingSetView View(DbConnection c, string project, string set, TrainingDesk desk)
    {
        TrainingSet found = TrainingDesk.Set(c, project, set);
        return new(
            Row(c, found),
            desk.Protocol(c, project, found),
            [
                .. TrainingTable
                    .Cases(c, set)
                    .Select(k => new TrainingCase(
                        k.Case.Item,
                        ItemTable.Title(c, k.Case.Item),
                        k.Case.Answers,
                        k.Case.Marks,
                        k.Case.Reason,
                        k.Case.Difficulty,
                        k.Retired
                    )),
            ]
        );
    }

    private static Task<TrainingSetRow> Make(
        string project,
        TrainingSetForm form,
        Caller caller,
        IDatabase database,
        IEntropy entropy
    ) =>
        database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                int version =
                    form.ProtocolVersion
                    ?? ProtocolStore.Current(u.Connection, project)
                    ?? throw new RefusedException(
                        new("work.no-protocol", "The protocol is not published yet.", RefusalKind.Conflict)
                        {
                            Next = "Publish it first.",
                        }
                    );
                TrainingSet set = new(u.NewId(), form.Purpose, version, form.Title, form.Introduction)
                {
                    Test = form.Test,
                    GoldShare = form.GoldShare,
                    Seed = form.Purpose == TrainingPurpose.Gold ? Seed(entropy) : 0,
                };
                return Keep(u, project, set, null);
            }
        );

    private static Task<TrainingSetRow> Revise(
        string project,
        string set,
        TrainingSetForm form,
        Caller caller,
        IDatabase database
    ) =>
        database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                TrainingSet before = TrainingDesk.Set(u.Connection, project, set);
                return Keep(
                    u,
                    project,
                    before with
                    {
                        Purpose = form.Purpose,
                        ProtocolVersion = form.ProtocolVersion ?? before.ProtocolVersion,
                        Title = form.Title,
                        Introduction = form.Introduction,
                        Test = form.Test,
                        GoldShare = form.GoldShare,
                    },
                    before
                );
            }
        );

    private static TrainingSetRow Keep(IUnitOfWork u, string project, TrainingSet set, TrainingSet? before)
    {
        ProtocolBody? protocol =
            set.ProtocolVersion < 1 ? null : ProtocolStore.Row(u.Connection, project, set.ProtocolVersion)?.Body;
        if (TrainingRules.OfSet(set, before, protocol, QualificationField.Needed) is { } refusal)
        {
            throw new RefusedException(refusal);
        }

        u.Append(AboutOf(project, set.Id), new TrainingSetKept(set));
        return Row(u.Connection, set);
    }

    private static Task<TrainingSetRow> State(
        string project,
        string set,
        string item,
        ReferenceForm form,
        Caller caller,
        IDatabase database,
        TrainingDesk desk
    ) =>
        database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                TrainingSet found = TrainingDesk.Set(u.Connection, project, set);
                TrainingTable.CaseRow? held = TrainingTable.Case(u.Connection, item);
                if (
                    (
                        TrainingRules.OfItem(
                            found,
                            ItemTable.Find(u.Connection, project, item)?.State,
                            held?.Set,
                            held?.Retired is not null
                        ) ?? FreeText.Reason(form.Reason, "Say why this answer is right.")
                    ) is
                    { } refusal
                )
                {
                    throw new RefusedException(refusal);
                }

                if (
                    form.Difficulty is < 0 or > ReferenceCase.Hardest
                    || (held is null && TrainingTable.Cases(u.Connection, set).Count >= MostCases)
                )
                {
                    throw new RefusedException(
                        new("training.form", "A difficulty is 0 to 9, and a set has at most 5,000 items.")
                        {
                            Where = "difficulty",
                        }
                    );
                }

                Read read = desk.Take(u.Connection, project, found, item, form.Answers, form.Marks ?? []);
                u.Append(
                    AboutOf(project, set, item),
                    new ReferenceStated(
                        set,
                        found.Purpose,
                        new(item, read.Answers, read.Marks, form.Reason.Trim(), form.Difficulty)
                    )
                );
                return Row(u.Connection, found);
            }
        );

    private static Task<TrainingSetRow> Retire(
        string project,
        string set,
        string item,
        RetireReferenceForm form,
        Caller caller,
        IDatabase database
    ) =>
        database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                TrainingSet found = TrainingDesk.Set(u.Connection, project, set);
                if (TrainingTable.Case(u.Connection, item) is not { Retired: null } held || held.Set != set)
                {
                    throw new RefusedException(
                        new("training.case", "The set has no such item in use.", RefusalKind.Conflict)
                        {
                            Where = item,
                            Next = "Look at the set anew.",
                        }
                    );
                }

                if (FreeText.Reason(form.Reason) is { } missing)
                {
                    throw new RefusedException(missing);
                }

                u.Append(AboutOf(project, set, item), new ReferenceRetired(set, item, form.Reason.Trim()));
                return Row(u.Connection, found);
            }
        );

    /// <summary>What events about a set are about.</summary>
    internal static About AboutOf(string project, string set, string? item = null) =>
        new(project, "training/" + set, item);

    /// <summary>A seed that any program can hold exactly.</summary>
    internal static long Seed(IEntropy entropy)
    {
        Span<byte> bytes = stackalloc byte[8];
        entropy.Fill(bytes);
        return (long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 11);
    }
}
