using System.Data.Common;
using Overread.Domain.People;
using Overread.Domain.Record;

namespace Overread.Storage.Tests.Contract;

/// <summary>A store that another build wrote: it opens whole, or it stays as it was.</summary>
public abstract class StoreFormContract<TStore>
    where TStore : StoreFixture, new()
{
    private static string Wider(Dialect d) =>
        $"CREATE TABLE IF NOT EXISTS note(id TEXT PRIMARY KEY, words TEXT NOT NULL, bytes {d.Bytes}, tone TEXT, weight INTEGER NOT NULL DEFAULT 3);";

    [Fact]
    public async Task A_projection_of_another_form_is_built_from_the_record_again()
    {
        await using TStore store = new();
        await store.Register("ann");
        await store.Register("bob");
        List<string> told = [];
        await store.ReopenAs(o => o with { Projections = [new PeopleByLetter()], Notice = told.Add });
        await store.Register("cas");
        using (ReadLease read = store.Database.Read())
        {
            Assert.Equal(
                ["ann:a", "bob:b", "cas:c"],
                read.Connection.All("SELECT name || ':' || letter FROM person ORDER BY id", r => r.GetString(0))
            );
        }

        Assert.Empty(store.Audit().Faults);
        Assert.Equal("Building what is derived from the record's 2 events anew.", Assert.Single(told));
        await store.Reopen();
        Assert.Single(told);
    }

    [Fact]
    public async Task A_projection_that_comes_to_mean_something_else_says_so_by_its_edition()
    {
        await using TStore store = new();
        await store.Register("ann");
        await store.ReopenAs(o => o with { Projections = [new PeopleByLetter()] });
        await store.ReopenAs(o => o with { Projections = [new PeopleByLastLetter()] });
        using (ReadLease read = store.Database.Read())
        {
            Assert.Equal("n", read.Connection.One("SELECT letter FROM person", r => r.GetString(0)));
        }

        Assert.Empty(store.Audit().Faults);
    }

    [Fact]
    public async Task An_audit_by_another_build_says_that_it_could_not_compare()
    {
        await using TStore store = new();
        await store.Register("ann");
        StoreSetup other = store.Setup with { Projections = [new PeopleByLetter()] };
        AuditFault fault = Assert.Single(store.AuditAs(other).Faults);
        Assert.Contains("another build", fault.What, StringComparison.Ordinal);
        Assert.Empty(store.Audit().Faults);
    }

    [Fact]
    public async Task Altered_rows_of_a_projection_are_put_right_on_demand()
    {
        await using TStore store = new();
        await store.Register("ann");
        store.Tamper("UPDATE person SET name = 'eve'");
        Assert.NotEmpty(store.Audit().Faults);
        StoreFaultException refused = await Assert.ThrowsAsync<StoreFaultException>(store.Reopen);
        Assert.Contains("--rebuild", refused.Message, StringComparison.Ordinal);
        Assert.NotEmpty(store.Audit().Faults);
        await store.ReopenAs(o => o with { Rebuild = true });
        Assert.Empty(store.Audit().Faults);
    }

    [Fact]
    public async Task A_guarded_table_gets_the_columns_it_lacks_and_its_rows_still_add_up()
    {
        await using TStore store = new();
        await store.Register("ann");
        await Write(store, "INSERT INTO note(id, words) VALUES ('a', 'one')");
        await store.Database.Seal();
        await store.ReopenAs(o => o with { ExtraSchema = Wider });
        await Write(store, "INSERT INTO note(id, words, tone) VALUES ('b', 'two', 'loud')");
        using (ReadLease read = store.Database.Read())
        {
            Assert.Equal(
                ["one||3", "two|loud|3"],
                read.Connection.All(
                    "SELECT words || '|' || COALESCE(tone, '') || '|' || weight FROM note ORDER BY id",
                    r => r.GetString(0)
                )
            );
        }

        await store.Database.Seal();
        Assert.Empty(store.Audit().Faults);
        await store.Reopen();
        Assert.Empty(store.Audit().Faults);
        store.Tamper("UPDATE note SET tone = 'low' WHERE id = 'b'");
        Assert.NotEmpty(store.Audit().Faults);
    }

    [Theory]
    [InlineData("UPDATE note SET words = 'other'")]
    [InlineData("UPDATE guard SET sum = '1f' WHERE name = 'note'")]
    public async Task What_was_altered_before_is_not_brought_into_the_new_form(string sql)
    {
        await using TStore store = new();
        await store.Register("ann");
        await Write(store, "INSERT INTO note(id, words) VALUES ('a', 'one')");
        await store.Database.Seal();
        store.Tamper(sql);
        await Assert.ThrowsAsync<StoreFaultException>(() => store.ReopenAs(o => o with { ExtraSchema = Wider }));
        Assert.Contains(store.Audit().Faults, f => f.What.Contains("note", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(
        "CREATE TABLE IF NOT EXISTS note(id TEXT PRIMARY KEY, words TEXT NOT NULL, bytes BYTES, tone TEXT NOT NULL);",
        "tone"
    )]
    [InlineData("CREATE TABLE IF NOT EXISTS note(id TEXT PRIMARY KEY, bytes BYTES);", "words")]
    public async Task A_form_that_cannot_be_reached_leaves_the_store_as_it_was(string schema, string column)
    {
        await using TStore store = new();
        await store.Register("ann");
        StoreSetup before = store.Setup;
        StoreFormException refused = await Assert.ThrowsAsync<StoreFormException>(() =>
            store.ReopenAs(o =>
                o with
                {
                    ExtraSchema = d => schema.Replace("BYTES", d.Bytes, StringComparison.Ordinal),
                    Projections = [new PeopleByLetter()],
                }
            )
        );
        Assert.Contains("note", refused.Message, StringComparison.Ordinal);
        Assert.Contains(column, refused.Message, StringComparison.Ordinal);
        await store.ReopenAs(_ => before);
        Assert.Empty(store.Audit().Faults);
    }

    [Fact]
    public async Task An_event_that_no_build_wrote_leaves_the_store_as_it_was()
    {
        await using TStore store = new();
        await store.Register("ann");
        store.TamperWithPayloads("PersonRegistered", "PersonCloned");
        await Assert.ThrowsAsync<StoreFaultException>(() =>
            store.ReopenAs(o => o with { Projections = [new PeopleByLetter()] })
        );
        Assert.Equal("ann", store.AskClosed("SELECT name FROM person"));
    }

    private static Task<int> Write(TStore store, string sql) => store.Run(sql);

    private class PeopleByLetter : IProjection
    {
        public IReadOnlyList<string> Tables { get; } = ["person"];

        public string Schema(Dialect dialect) =>
            "CREATE TABLE IF NOT EXISTS person(id TEXT PRIMARY KEY, name TEXT NOT NULL, letter TEXT NOT NULL);";

        public virtual int Edition => 1;

        public void Apply(DbConnection connection, Envelope envelope)
        {
            if (envelope.Event is PersonRegistered e)
            {
                connection.Run(
                    "INSERT INTO person(id, name, letter) VALUES (@0, @1, @2)",
                    e.Person,
                    e.Name,
                    Letter(e.Name).ToString()
                );
            }
        }

        protected virtual char Letter(string name) => name[0];
    }

    // The same schema, another meaning.
    private sealed class PeopleByLastLetter : PeopleByLetter
    {
        public override int Edition => 2;

        protected override char Letter(string name) => name[^1];
    }
}
