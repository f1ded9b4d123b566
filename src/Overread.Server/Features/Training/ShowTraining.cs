using System.Data.Common;
using Overread.Domain.Protocols;
using Overread.Domain.Training;
using Overread.Server.Access;
using Overread.Server.Features.Fitness.Contracts;
using Overread.Server.Features.Training.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Training;

/// <summary>What there is for a reader to practise and to be tested with, and where they stand.</summary>
internal static class ShowTraining
{
    /// <param name="Items">How many items there are.</param>
    /// <param name="Done">How many of them the caller has done in this round.</param>
    /// <param name="Round">The round under way, from 1.</param>
    internal sealed record TrainingModule(string Id, string Title, int ProtocolVersion, int Items, int Done, int Round);

    /// <summary>A test that the caller sat to its end.</summary>
    internal sealed record SatTest(
        string Id,
        int Number,
        string Ended,
        bool Passed,
        IReadOnlyList<SitTest.TestScore> Scores
    );

    /// <param name="Items">Items of a test.</param>
    /// <param name="Demanded">The project demands this qualification for the protocol version in force.</param>
    /// <param name="Open">The test that was begun and not ended.</param>
    /// <param name="Left">Attempts that are left.</param>
    /// <param name="Why">The code of what keeps the caller from beginning one; null where nothing does.</param>
    /// <param name="Words">The same in a sentence.</param>
    /// <param name="Next">When the next attempt is open, where that is to come.</param>
    /// <param name="Qualified">The caller is qualified by it.</param>
    /// <param name="Until">The last day of that; null where it has no end.</param>
    internal sealed record TestRow(
        string Id,
        string Title,
        int ProtocolVersion,
        string Qualification,
        int Items,
        bool Demanded,
        string? Open,
        int Left,
        string? Why,
        string? Words,
        DateTimeOffset? Next,
        bool Qualified,
        DateOnly? Until,
        IReadOnlyList<SatTest> Sat
    );

    internal sealed record TrainingView(IReadOnlyList<TrainingModule> Modules, IReadOnlyList<TestRow> Tests);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/projects/{project}/training", Show)
            .Needs(Action.Read)
            .WhoeverReads()
            .Says("show-training", "Shows what there is for the caller to practise and to be tested with.");

    private static TrainingView Show(
        string project,
        Caller caller,
        IDatabase database,
        TrainingDesk desk,
        FitnessBook book,
        TimeProvider time
    )
    {
        using ReadLease read = database.Read();
        DbConnection c = read.Connection;
        DateTimeOffset now = time.GetUtcNow();
        List<TrainingSet> sets = TrainingTable.Sets(c, project);
        return new(
            [
                .. sets.Where(s => s.Purpose == TrainingPurpose.Practice)
                    .Select(s => Module(c, project, s, caller.Person, desk, now)),
            ],
            [
                .. sets.Where(s => s.Purpose == TrainingPurpose.Test)
                    .Select(s => Test(c, project, s, caller, desk, book.Of(project), now)),
            ]
        );
    }

    private static TrainingModule Module(
        DbConnection c,
        string project,
        TrainingSet set,
        string person,
        TrainingDesk desk,
        DateTimeOffset now
    )
    {
        List<PracticeAnswered> answered = TrainingTable.Practised(c, set.Id, person);
        int round = answered.Select(a => a.Round).DefaultIfEmpty(1).Max();
        HashSet<string> items = [.. desk.Usable(c, project, set, person, now).Select(k => k.Item)];
        return new(
            set.Id,
            set.Title,
            set.ProtocolVersion,
            items.Count,
            answered.Count(a => a.Round == round && items.Contains(a.Item)),
            round
        );
    }

    private static TestRow Test(
        DbConnection c,
        string project,
        TrainingSet set,
        Caller caller,
        TrainingDesk desk,
        ProjectFitness fitness,
        DateTimeOffset now
    )
    {
        TestRules rules = set.Test!;
        TestStanding standing = desk.Standing(c, project, set, caller.Person, TrainingKeepers.Has(caller), now);
        Domain.Refusal? refusal = standing.Open is null ? TrainingRules.Begin(set, standing, now) : null;
        DateTimeOffset? at = TrainingRules.NextAt(set, standing);
        ProtocolBody protocol = desk.Protocol(c, project, set);
        return new(
            set.Id,
            set.Title,
            set.ProtocolVersion,
            rules.Qualification,
            rules.Items,
            fitness.Rules.Qualification == rules.Qualification && fitness.ProtocolVersion == set.ProtocolVersion,
            standing.Open,
            Math.Max(0, rules.Attempts - standing.Failed.Count),
            refusal?.Code,
            refusal?.Title,
            at > now ? at : null,
            standing.Qualified is not null,
            standing.Qualified?.Qualification.Until,
            [
                .. TrainingTable
                    .Attempts(c, set.Id, caller.Person)
                    .Where(a => a.Ended is not null)
                    .Select(a => new SatTest(
                        a.Id,
                        a.Drawn.Number,
                        a.Ended!,
                        a.Passed,
                        [.. a.Scores.Select(s => SitTest.TestScore.Of(protocol, s))]
                    )),
            ]
        );
    }
}
