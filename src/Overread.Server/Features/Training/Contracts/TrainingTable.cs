using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Record;
using Overread.Domain.Training;
using Overread.Storage;

namespace Overread.Server.Features.Training.Contracts;

/// <summary>What is asked about sets, reference cases, practice and tests.</summary>
internal static class TrainingTable
{
    /// <summary>A case as stored.</summary>
    internal sealed record CaseRow(string Set, TrainingPurpose Purpose, ReferenceCase Case, string? Retired);

    /// <summary>A test as stored.</summary>
    internal sealed record Attempt(
        string Id,
        string Set,
        string Person,
        TestDrawn Drawn,
        string Began,
        string? Ended,
        bool Passed,
        IReadOnlyList<FieldScore> Scores
    );

    private const string Columns = "id, held_by, person, body, began, ended, passed, scores";

    /// <summary>The sets of a project, the oldest first.</summary>
    public static List<TrainingSet> Sets(DbConnection c, string project) =>
        c.All(
            "SELECT body FROM training_set WHERE project = @0 ORDER BY id",
            r => Json<TrainingSet>(r.GetString(0)),
            project
        );

    /// <summary>Every bank of tests, by project.</summary>
    public static List<(string Project, TrainingSet Set)> Banks(DbConnection c) =>
        c.All(
            "SELECT project, body FROM training_set WHERE purpose = 'Test' ORDER BY id",
            r => (r.GetString(0), Json<TrainingSet>(r.GetString(1)))
        );

    /// <summary>A set of a project; null where there is none of that id.</summary>
    public static TrainingSet? Set(DbConnection c, string project, string set) =>
        c.One(
            "SELECT body FROM training_set WHERE id = @0 AND project = @1",
            r => Json<TrainingSet>(r.GetString(0)),
            set,
            project
        );

    /// <summary>The cases of a set, retired ones among them.</summary>
    public static List<CaseRow> Cases(DbConnection c, string set) =>
        c.All(
            "SELECT held_by, purpose, body, retired FROM reference_case WHERE held_by = @0 ORDER BY item",
            CaseOf,
            set
        );

    /// <summary>The case that an item is; null where it is none.</summary>
    public static CaseRow? Case(DbConnection c, string item) =>
        c.One("SELECT held_by, purpose, body, retired FROM reference_case WHERE item = @0", CaseOf, item);

    /// <summary>Every item of every project that is not in the ordinary queue, and whether readers get it as gold.</summary>
    public static List<(string Project, string Item, bool Gold)> Aside(DbConnection c) =>
        c.All(
            "SELECT project, item, purpose FROM reference_case",
            r => (r.GetString(0), r.GetString(1), r.GetString(2) == nameof(TrainingPurpose.Gold))
        );

    /// <summary>Items of a project that have a reference answer, whatever it serves.</summary>
    public static List<string> Items(DbConnection c, string project) =>
        c.All("SELECT item FROM reference_case WHERE project = @0", r => r.GetString(0), project);

    /// <summary>Items of a project that are or were gold: what was read of them is compared with their reference alone.</summary>
    public static HashSet<string> Gold(DbConnection c, string project) =>
        [
            .. c.All(
                "SELECT item FROM reference_case WHERE project = @0 AND purpose = 'Gold'",
                r => r.GetString(0),
                project
            ),
        ];

    /// <summary>True where a person is given an item to practise, or in a test that they have begun and not ended.</summary>
    public static bool IsGiven(DbConnection c, string item, string person) =>
        Case(c, item) switch
        {
            { Purpose: TrainingPurpose.Practice, Retired: null } => true,
            { Purpose: TrainingPurpose.Test } row => Open(c, row.Set, person)?.Drawn.Items.Contains(item) == true,
            _ => false,
        };

    /// <summary>True where a person was shown an item's reference answer.</summary>
    public static bool HasSeen(DbConnection c, string item, string person) =>
        c.Number("SELECT COUNT(*) FROM reference_seen WHERE item = @0 AND person = @1", item, person) > 0;

    /// <summary>What a person answered in practice, the newest round last.</summary>
    public static List<PracticeAnswered> Practised(DbConnection c, string set, string person) =>
        c.All(
            "SELECT body FROM practice_answer WHERE held_by = @0 AND person = @1 ORDER BY round, at",
            r => Json<PracticeAnswered>(r.GetString(0)),
            set,
            person
        );

    /// <summary>The test of a bank that a person has begun and not ended; null for none.</summary>
    public static Attempt? Open(DbConnection c, string set, string person) =>
        Attempts(c, set, person).Find(a => a.Ended is null);

    /// <summary>The tests of a bank that a person sat, the oldest first.</summary>
    public static List<Attempt> Attempts(DbConnection c, string set, string person) =>
        c.All(
            $"SELECT {Columns} FROM test_attempt WHERE held_by = @0 AND person = @1 ORDER BY began, id",
            AttemptOf,
            set,
            person
        );

    /// <summary>One test of a person's; null where they have none of that id in the project.</summary>
    public static Attempt? Find(DbConnection c, string project, string attempt, string person) =>
        c.One(
            $"SELECT {Columns} FROM test_attempt WHERE id = @0 AND project = @1 AND person = @2",
            AttemptOf,
            attempt,
            project,
            person
        );

    /// <summary>What was answered in a test, by item.</summary>
    public static Dictionary<string, TestAnswered> Answered(DbConnection c, string attempt) =>
        c.All("SELECT body FROM test_answer WHERE attempt = @0", r => Json<TestAnswered>(r.GetString(0)), attempt)
            .ToDictionary(a => a.Item, StringComparer.Ordinal);

    /// <summary>Who passed which tests, in every project.</summary>
    public static List<(string Project, string Person, TestedQualification Passed)> Passed(DbConnection c) =>
        c.All(
            "SELECT project, person, body FROM test_passed ORDER BY attempt",
            r => (r.GetString(0), r.GetString(1), Json<TestedQualification>(r.GetString(2)))
        );

    private static CaseRow CaseOf(DbDataReader r) =>
        new(
            r.GetString(0),
            Enum.Parse<TrainingPurpose>(r.GetString(1)),
            Json<ReferenceCase>(r.GetString(2)),
            r.Text(3)
        );

    private static Attempt AttemptOf(DbDataReader r) =>
        new(
            r.GetString(0),
            r.GetString(1),
            r.GetString(2),
            Json<TestDrawn>(r.GetString(3)),
            r.GetString(4),
            r.Text(5),
            !r.IsDBNull(6) && r.GetInt32(6) == 1,
            r.Text(7) is { } scores ? Json<List<FieldScore>>(scores) : []
        );

    private static T Json<T>(string json) => JsonSerializer.Deserialize<T>(json, EventJson.Options)!;
}
