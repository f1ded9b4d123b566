using System.Data.Common;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Domain.Training;
using Overread.Quality.Agreement;
using Overread.Server.Access;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Server.Features.Training.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Training;

/// <summary>The lead's table of people: practice, tests, and how they stand on gold.</summary>
internal static class ShowTrained
{
    /// <summary>A field on gold: the share right with a two-sided 95 % interval by Wilson's score.</summary>
    internal sealed record GoldField(
        string Field,
        string Title,
        int Right,
        int Near,
        int Count,
        double Share,
        double Low,
        double High
    );

    /// <summary>What a person came to at one bank.</summary>
    /// <param name="State">qualified, open, cooling, used-up, lacking or ready.</param>
    /// <param name="Attempts">Tests sat to the end, of all times.</param>
    /// <param name="Left">Attempts left.</param>
    /// <param name="Scores">Of the newest one that ended.</param>
    internal sealed record PersonTest(
        string Set,
        string Title,
        [Domain.Words("qualified", "open", "cooling", "used-up", "lacking", "ready", "keeper")] string State,
        int Attempts,
        int Left,
        DateTimeOffset? Next,
        DateOnly? Until,
        IReadOnlyList<SitTest.TestScore> Scores
    );

    /// <param name="Reader">Pseudonym.</param>
    /// <param name="Practised">Items answered in practice, of all rounds.</param>
    /// <param name="GoldReads">Submitted reads of gold.</param>
    internal sealed record TrainedPerson(
        string Person,
        string Reader,
        int Practised,
        IReadOnlyList<PersonTest> Tests,
        int GoldReads,
        IReadOnlyList<GoldField> Gold
    );

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/projects/{project}/training/people", Show)
            .Needs(Action.SeeTraining)
            .Says("list-trained", "Lists the readers with their practice, their tests and how they stand on gold.");

    private static List<TrainedPerson> Show(string project, IDatabase database, TrainingDesk desk, TimeProvider time)
    {
        using ReadLease read = database.Snapshot();
        DbConnection c = read.Connection;
        DateTimeOffset now = time.GetUtcNow();
        List<TrainingSet> sets = TrainingTable.Sets(c, project);
        Dictionary<string, List<IReadOnlyList<FieldVerdict>>> gold = Gold(c, project, sets, desk);
        return
        [
            .. MemberTable
                .Of(c, project)
                .Where(m => m.Roles.Split(' ').Contains("reader") && !m.Removed)
                .Select(m => new TrainedPerson(
                    m.Person,
                    m.Pseudonym,
                    sets.Sum(s => TrainingTable.Practised(c, s.Id, m.Person).Count),
                    [
                        .. sets.Where(s => s.Purpose == TrainingPurpose.Test)
                            .Select(s => Test(c, project, s, m.Person, IsKeeper(m.Roles), desk, now)),
                    ],
                    gold.GetValueOrDefault(m.Person)?.Count ?? 0,
                    sets.LastOrDefault(s => s.Purpose == TrainingPurpose.Gold) is { } set
                        ? Fields(desk.Protocol(c, project, set), gold.GetValueOrDefault(m.Person) ?? [])
                        : []
                )),
        ];
    }

    private static bool IsKeeper(string roles) => roles.Split(' ').Any(r => r is "lead" or "auditor");

    private static PersonTest Test(
        DbConnection c,
        string project,
        TrainingSet set,
        string person,
        bool keeper,
        TrainingDesk desk,
        DateTimeOffset now
    )
    {
        TestStanding standing = desk.Standing(c, project, set, person, keeper, now);
        List<TrainingTable.Attempt> ended =
        [
            .. TrainingTable.Attempts(c, set.Id, person).Where(a => a.Ended is not null),
        ];
        ProtocolBody protocol = desk.Protocol(c, project, set);
        DateTimeOffset? at = TrainingRules.NextAt(set, standing);
        return new(
            set.Id,
            set.Title,
            standing.Qualified is not null
                ? "qualified"
                : TrainingRules.Begin(set, standing, now)?.Code switch
                {
                    "training.keeper" => "keeper",
                    "training.open" => "open",
                    "training.cooling" => "cooling",
                    "training.attempts" => "used-up",
                    "training.bank" => "lacking",
                    _ => "ready",
                },
            ended.Count,
            Math.Max(0, set.Test!.Attempts - standing.Failed.Count),
            at > now ? at : null,
            standing.Qualified?.Qualification.Until,
            [.. (ended.LastOrDefault()?.Scores ?? []).Select(s => SitTest.TestScore.Of(protocol, s))]
        );
    }

    // How each submitted read of gold stands to its reference, by reader.
    private static Dictionary<string, List<IReadOnlyList<FieldVerdict>>> Gold(
        DbConnection c,
        string project,
        List<TrainingSet> sets,
        TrainingDesk desk
    )
    {
        Dictionary<string, List<IReadOnlyList<FieldVerdict>>> all = [];
        foreach (TrainingSet set in sets.Where(s => s.Purpose == TrainingPurpose.Gold))
        {
            foreach (TrainingTable.CaseRow row in TrainingTable.Cases(c, set.Id))
            {
                foreach (
                    ReadRow read in ReadRow
                        .OfItem(c, row.Case.Item, "submitted")
                        .Where(r => r.Read.ProtocolVersion == set.ProtocolVersion)
                )
                {
                    if (!all.TryGetValue(read.Reader, out List<IReadOnlyList<FieldVerdict>>? of))
                    {
                        all[read.Reader] = of = [];
                    }

                    of.Add(desk.Judge(c, project, set, row.Case, read.Read));
                }
            }
        }

        return all;
    }

    private static List<GoldField> Fields(ProtocolBody protocol, List<IReadOnlyList<FieldVerdict>> reads)
    {
        List<GoldField> fields = [];
        foreach (Field field in protocol.Fields.Where(f => f.Kind.Scale != Scale.None))
        {
            List<FieldVerdict> of = [.. reads.SelectMany(r => r.Where(v => v.Field == field.Id))];
            if (of.Count == 0)
            {
                continue;
            }

            int right = of.Count(v => v.Verdict == Verdict.Right);
            ConfidenceInterval interval = ScoreInterval.OfShare((double)right / of.Count, of.Count);
            fields.Add(
                new(
                    field.Id,
                    field.Title,
                    right,
                    of.Count(v => v.Verdict == Verdict.Near),
                    of.Count,
                    (double)right / of.Count,
                    interval.Low,
                    interval.High
                )
            );
        }

        return fields;
    }
}
