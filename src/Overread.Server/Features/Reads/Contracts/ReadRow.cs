using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Marks;
using Overread.Domain.Reads;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Reads.Contracts;

/// <summary>A read as stored, with whose it is.</summary>
internal sealed record ReadRow(Read Read, string Project, string Reader, string Assigned, string? Expires)
{
    private const string Columns =
        "id, item, version, state, revision, answers, marks, comments, seconds, submitted, project, reader, assigned, expires, opened, work, claimed, elapsed, elsewhere, guideline, suggestions";

    public static ReadRow? Find(DbConnection connection, string id) =>
        connection.One($"SELECT {Columns} FROM read WHERE id = @0", From, id);

    public static List<ReadRow> OfItem(DbConnection connection, string item, string state) =>
        connection.All($"SELECT {Columns} FROM read WHERE item = @0 AND state = @1 ORDER BY id", From, item, state);

    public static List<ReadRow> OfReader(DbConnection connection, string project, string reader, string state) =>
        connection.All(
            $"SELECT {Columns} FROM read WHERE project = @0 AND reader = @1 AND state = @2 ORDER BY id",
            From,
            project,
            reader,
            state
        );

    public static List<ReadRow> Submitted(DbConnection connection, string project, int version)
    {
        Shared shared = new();
        return connection.All(
            $"SELECT {Columns} FROM read WHERE project = @0 AND version = @1 AND state = 'submitted' ORDER BY item, id",
            r => From(r, shared),
            project,
            version
        );
    }

    /// <summary>How many reads under a protocol version are submitted.</summary>
    public static int CountSubmitted(DbConnection connection, string project, int version) =>
        (int)
            connection.Number(
                "SELECT COUNT(*) FROM read WHERE project = @0 AND version = @1 AND state = 'submitted'",
                project,
                version
            );

    /// <summary>All submitted reads of a project.</summary>
    public static List<ReadRow> Submitted(DbConnection connection, string project) =>
        connection.All(
            $"SELECT {Columns} FROM read WHERE project = @0 AND state = 'submitted' ORDER BY item, id",
            From,
            project
        );

    private static ReadRow From(DbDataReader r) => From(r, null);

    private static ReadRow From(DbDataReader r, Shared? shared)
    {
        string answers = r.GetString(5);
        Read read = new(r.GetString(0), shared?.Item(r.GetString(1)) ?? r.GetString(1), r.GetInt32(2))
        {
            State = Enum.Parse<ReadState>(r.GetString(3), ignoreCase: true),
            Revision = r.GetInt32(4),
            Answers = shared?.Answers(answers) ?? Json<ImmutableDictionary<string, Answer>>(answers),
            Marks = Json<ImmutableList<Mark>>(r.GetString(6)),
            Comments = Json<ImmutableList<Comment>>(r.GetString(7)),
            Seconds = r.Real(8),
            Submitted = r.Text(9),
            Opened = r.Text(14),
            Worked = Json<ImmutableDictionary<string, double>>(r.GetString(15)),
            Claimed = r.Real(16),
            Elapsed = r.Real(17),
            IsOfElsewhere = r.GetInt32(18) == 1,
            Guideline = r.IsDBNull(19) ? null : r.GetInt32(19),
            Suggestions = Json<ImmutableList<ShownSuggestion>>(r.GetString(20)),
        };
        return new ReadRow(
            read,
            shared?.Words.Of(r.GetString(10)) ?? r.GetString(10),
            shared?.Words.Of(r.GetString(11)) ?? r.GetString(11),
            r.GetString(12),
            read.State == ReadState.Open ? r.Text(13) : null
        );
    }

    /// <summary>
    /// What rows of a query have in common, kept once: a campaign has hundreds of thousands of reads by a handful of readers, and
    /// most answers to yes or no are one of a few.
    /// </summary>
    private sealed class Shared
    {
        private const int Most = 4096;

        private readonly Dictionary<string, ImmutableDictionary<string, Answer>> _answers = new(StringComparer.Ordinal);
        private string _last = "";

        public SharedWords Words { get; } = new();

        /// <summary>Rows come in order of their items.</summary>
        public string Item(string item) => _last = item == _last ? _last : item;

        public ImmutableDictionary<string, Answer> Answers(string json)
        {
            if (!_answers.TryGetValue(json, out ImmutableDictionary<string, Answer>? known))
            {
                known = Json<ImmutableDictionary<string, Answer>>(json);
                // Texts and numbers are each their own: they are not looked for again.
                if (_answers.Count < Most)
                {
                    _answers[json] = known;
                }
            }

            return known;
        }
    }

    private static T Json<T>(string text) => JsonSerializer.Deserialize<T>(text, EventJson.Options)!;
}
