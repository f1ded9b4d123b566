using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Record;
using Overread.Domain.Training;
using Overread.Storage;

namespace Overread.Server.Features.Training;

/// <summary>Sets of reference cases, who practised on which, who sat which test, and what it came to.</summary>
internal sealed class TrainingProjection : IProjection
{
    public IReadOnlyList<string> Tables { get; } =
    [
        "training_set",
        "reference_case",
        "reference_seen",
        "practice_answer",
        "test_attempt",
        "test_answer",
        "test_passed",
        "gold_judged",
    ];

    public string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS training_set(
                id TEXT PRIMARY KEY, project TEXT NOT NULL, purpose TEXT NOT NULL, body TEXT NOT NULL, at TEXT NOT NULL){dialect.Clustered};
            CREATE TABLE IF NOT EXISTS reference_case(
                item TEXT PRIMARY KEY, project TEXT NOT NULL, held_by TEXT NOT NULL, purpose TEXT NOT NULL, body TEXT NOT NULL,
                retired TEXT){dialect.Clustered};
            CREATE INDEX IF NOT EXISTS reference_case_held_by ON reference_case(held_by, item);
            CREATE INDEX IF NOT EXISTS reference_case_project ON reference_case(project, purpose, item);
            CREATE TABLE IF NOT EXISTS reference_seen(
                item TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY(item, person)){dialect.Clustered};
            CREATE TABLE IF NOT EXISTS practice_answer(
                held_by TEXT NOT NULL, person TEXT NOT NULL, round INTEGER NOT NULL, item TEXT NOT NULL, body TEXT NOT NULL, at TEXT NOT NULL,
                PRIMARY KEY(held_by, person, round, item)){dialect.Clustered};
            CREATE TABLE IF NOT EXISTS test_attempt(
                id TEXT PRIMARY KEY, held_by TEXT NOT NULL, project TEXT NOT NULL, person TEXT NOT NULL, body TEXT NOT NULL, began TEXT NOT NULL,
                ended TEXT, passed INTEGER, scores TEXT){dialect.Clustered};
            CREATE INDEX IF NOT EXISTS test_attempt_person ON test_attempt(project, person);
            CREATE TABLE IF NOT EXISTS test_answer(
                attempt TEXT NOT NULL, item TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY(attempt, item)){dialect.Clustered};
            CREATE TABLE IF NOT EXISTS test_passed(
                attempt TEXT PRIMARY KEY, project TEXT NOT NULL, person TEXT NOT NULL, body TEXT NOT NULL){dialect.Clustered};
            CREATE TABLE IF NOT EXISTS gold_judged(
                reading TEXT PRIMARY KEY, item TEXT NOT NULL, body TEXT NOT NULL, at TEXT NOT NULL){dialect.Clustered};

            """;

    public void Apply(DbConnection connection, Envelope envelope)
    {
        string person = Actor.PersonOf(envelope.Actor);
        switch (envelope.Event)
        {
            case TrainingSetKept e:
                connection.Run(
                    """
                    INSERT INTO training_set(id, project, purpose, body, at) VALUES (@0, @1, @2, @3, @4)
                    ON CONFLICT(id) DO UPDATE SET body = @3, at = @4
                    """,
                    e.Set.Id,
                    envelope.Project,
                    e.Set.Purpose.ToString(),
                    Json(e.Set),
                    envelope.At
                );
                break;
            case ReferenceStated e:
                connection.Run(
                    """
                    INSERT INTO reference_case(item, project, held_by, purpose, body) VALUES (@0, @1, @2, @3, @4)
                    ON CONFLICT(item) DO UPDATE SET body = @4
                    """,
                    e.Case.Item,
                    envelope.Project,
                    e.Set,
                    e.Purpose.ToString(),
                    Json(e.Case)
                );
                Seen(connection, e.Case.Item, person);
                break;
            case ReferenceRetired e:
                connection.Run("UPDATE reference_case SET retired = @1 WHERE item = @0", e.Item, envelope.At);
                break;
            case ReferencesSeen e:
                foreach (string item in e.Items)
                {
                    Seen(connection, item, person);
                }

                break;
            case PracticeAnswered e:
                connection.Run(
                    """
                    INSERT INTO practice_answer(held_by, person, round, item, body, at) VALUES (@0, @1, @2, @3, @4, @5)
                    ON CONFLICT DO NOTHING
                    """,
                    e.Set,
                    person,
                    e.Round,
                    e.Item,
                    Json(e),
                    envelope.At
                );
                Seen(connection, e.Item, person);
                break;
            case GoldJudged e:
                connection.Run(
                    """
                    INSERT INTO gold_judged(reading, item, body, at) VALUES (@0, @1, @2, @3)
                    ON CONFLICT(reading) DO UPDATE SET body = @2, at = @3
                    """,
                    e.Read,
                    envelope.Item,
                    Json(e),
                    envelope.At
                );
                break;
            case TestDrawn or TestAnswered or QualificationPassed or QualificationFailed:
                ApplyTest(connection, envelope, person);
                break;
        }
    }

    private static void ApplyTest(DbConnection connection, Envelope envelope, string person)
    {
        switch (envelope.Event)
        {
            case TestDrawn e:
                connection.Run(
                    "INSERT INTO test_attempt(id, held_by, project, person, body, began) VALUES (@0, @1, @2, @3, @4, @5)",
                    e.Attempt,
                    e.Set,
                    envelope.Project,
                    person,
                    Json(e),
                    envelope.At
                );
                break;
            case TestAnswered e:
                connection.Run(
                    "INSERT INTO test_answer(attempt, item, body) VALUES (@0, @1, @2)",
                    e.Attempt,
                    e.Item,
                    Json(e)
                );
                break;
            case QualificationPassed e:
                End(connection, envelope, e.Attempt, 1, e.Scores);
                connection.Run(
                    "INSERT INTO test_passed(attempt, project, person, body) VALUES (@0, @1, @2, @3)",
                    e.Attempt,
                    envelope.Project,
                    e.Person,
                    Json(e.Passed)
                );
                break;
            case QualificationFailed e:
                End(connection, envelope, e.Attempt, 0, e.Scores);
                break;
        }
    }

    private static void End(
        DbConnection connection,
        Envelope envelope,
        string attempt,
        int passed,
        IReadOnlyList<FieldScore> scores
    ) =>
        connection.Run(
            "UPDATE test_attempt SET ended = @1, passed = @2, scores = @3 WHERE id = @0",
            attempt,
            envelope.At,
            passed,
            Json(scores)
        );

    private static void Seen(DbConnection connection, string item, string person) =>
        connection.Run("INSERT INTO reference_seen(item, person) VALUES (@0, @1) ON CONFLICT DO NOTHING", item, person);

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, EventJson.Options);
}
