using System.Data.Common;
using Overread.Domain;
using Overread.Domain.Fitness;
using Overread.Domain.Protocols;
using Overread.Domain.Reads;
using Overread.Domain.Training;
using Overread.Quality.Readers;
using Overread.Server.Access;
using Overread.Server.Features.Fitness.Contracts;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Server.Features.Training.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Training;

/// <summary>What practice, tests and the lead's table have in common.</summary>
internal sealed class TrainingDesk(ProtocolStore protocols, FitnessBook book)
{
    public ProtocolBody Protocol(DbConnection c, string project, TrainingSet set) =>
        protocols.Published(c, project, set.ProtocolVersion);

    /// <summary>A set of one purpose.</summary>
    /// <exception cref="RefusedException">There is none of that id.</exception>
    public static TrainingSet Set(DbConnection c, string project, string set, TrainingPurpose? purpose = null) =>
        TrainingTable.Set(c, project, set) is { } found && (purpose is null || found.Purpose == purpose)
            ? found
            : throw new RefusedException(
                new("training.unknown", "There is no such set.", RefusalKind.NotFound)
                {
                    Next = "List those that there are.",
                }
            );

    /// <summary>Refuses where answers or marks do not fit, else gives them as a read.</summary>
    /// <exception cref="RefusedException">They do not.</exception>
    public Read Take(
        DbConnection c,
        string project,
        TrainingSet set,
        string item,
        IReadOnlyDictionary<string, Answer> answers,
        IReadOnlyList<Domain.Marks.Mark> marks
    )
    {
        (Read? read, Refusal? refusal) = TrainingRules.Take(
            Protocol(c, project, set),
            set.ProtocolVersion,
            item,
            answers,
            marks,
            FileContents.OfItem(c, item)
        );
        return read ?? throw new RefusedException(refusal!);
    }

    /// <summary>How a read stands to the reference.</summary>
    public IReadOnlyList<FieldVerdict> Judge(
        DbConnection c,
        string project,
        TrainingSet set,
        ReferenceCase reference,
        Read given
    ) =>
        ReferenceJudge.Judge(
            Protocol(c, project, set),
            ReferenceJudge.AsRead(set.ProtocolVersion, reference.Item, reference.Answers, reference.Marks),
            given,
            FileContents.OfItem(c, reference.Item)
        );

    /// <summary>The cases of a set that a person can be given now: not retired, not withdrawn, and not held from them.</summary>
    public List<ReferenceCase> Usable(
        DbConnection c,
        string project,
        TrainingSet set,
        string person,
        DateTimeOffset now
    ) =>
        [
            .. TrainingTable
                .Cases(c, set.Id)
                .Where(k =>
                    k.Retired is null
                    && ItemTable.Find(c, project, k.Case.Item) is { State: not "withdrawn" }
                    && book.Refuse(c, project, person, k.Case.Item, set.ProtocolVersion, FitnessAct.Train, now) is null
                )
                .Select(k => k.Case),
        ];

    /// <summary>Those of a bank that a person was never shown: not in practice, not in reading, not in a test.</summary>
    public List<ReferenceCase> Fresh(DbConnection c, string project, TrainingSet set, string person, DateTimeOffset now)
    {
        HashSet<string> had = [.. TrainingTable.Attempts(c, set.Id, person).SelectMany(a => a.Drawn.Items)];
        return
        [
            .. Usable(c, project, set, person, now)
                .Where(k =>
                    !had.Contains(k.Item)
                    && !TrainingTable.HasSeen(c, k.Item, person)
                    && !ReadTable.EverHad(c, k.Item, person)
                    && !Looks.Has(c, k.Item, person)
                ),
        ];
    }

    /// <summary>Where a person stands towards a bank.</summary>
    public TestStanding Standing(
        DbConnection c,
        string project,
        TrainingSet set,
        string person,
        bool keeper,
        DateTimeOffset now
    )
    {
        ProjectFitness fitness = book.Of(project);
        DateOnly today = Timestamps.Day(now);
        List<TrainingTable.Attempt> attempts = TrainingTable.Attempts(c, set.Id, person);
        // Attempts count since the last pass, and since a definition changed: each calls for a test anew.
        int from = attempts.FindLastIndex(a => a.Passed) + 1;
        return new(
            keeper,
            attempts.Find(a => a.Ended is null)?.Id,
            [
                .. attempts
                    .Skip(from)
                    .Where(a => a.Ended is not null && !(fitness.Definition > (a.Drawn.Guideline ?? 0)))
                    .Select(a => Timestamps.Parse(a.Ended!)),
            ],
            fitness
                .TestedBy(person)
                .Where(t =>
                    t.Qualification.Kind == set.Test!.Qualification
                    && t.Qualification.IsFor(set.ProtocolVersion)
                    && t.Qualification.HoldsOn(today)
                    && !t.IsOutdated(fitness.Definition)
                )
                .MaxBy(t => t.Qualification.Until ?? DateOnly.MaxValue),
            Fresh(c, project, set, person, now).Count
        );
    }

    /// <summary>What a test came to, by field with a pass mark, in the protocol's order.</summary>
    public List<FieldScore> Score(DbConnection c, string project, TrainingSet set, string attempt)
    {
        TestRules rules = set.Test!;
        List<FieldVerdict> all = [.. TrainingTable.Answered(c, attempt).Values.SelectMany(a => a.Verdicts)];
        return
        [
            .. Protocol(c, project, set)
                .Fields.Where(f => rules.PassMarks.ContainsKey(f.Id))
                .Select(f => Score(f.Id, all, rules.PassMarks[f.Id], rules.Confidence)),
        ];
    }

    /// <summary>Right answers to a field with their lower bound; fields that the reference is not asked count where they were answered.</summary>
    public static FieldScore Score(string field, IEnumerable<FieldVerdict> all, double mark, double confidence)
    {
        List<FieldVerdict> of = [.. all.Where(v => v.Field == field && v.Verdict != Verdict.Shown)];
        int right = of.Count(v => v.Verdict == Verdict.Right);
        return new(
            field,
            right,
            of.Count,
            mark,
            of.Count == 0 ? 0 : QualificationField.Of(right, of.Count, mark, confidence).Low
        );
    }
}
