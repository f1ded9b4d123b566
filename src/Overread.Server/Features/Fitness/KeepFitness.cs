using System.Data.Common;
using Overread.Domain;
using Overread.Domain.Fitness;
using Overread.Domain.Projects;
using Overread.Domain.Record;
using Overread.Server.Access;
using Overread.Server.Features.Fitness.Contracts;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Fitness;

/// <summary>What the project demands of its readers, whom that holds back and until when; and what holds the caller back.</summary>
internal static class KeepFitness
{
    /// <summary>One thing that holds a reader back.</summary>
    /// <param name="Items">How many items it keeps from them; null where it keeps all.</param>
    internal sealed record HoldView(string Code, string Words, string Next, DateTimeOffset? Until, int? Items);

    /// <summary>A refusal that the record has, at its last day.</summary>
    internal sealed record RefusedOn(string Code, string At);

    /// <param name="Reader">Pseudonym.</param>
    /// <param name="Acknowledged">The newest version of the guideline that they have acknowledged.</param>
    internal sealed record ReaderFitness(
        string Person,
        string Reader,
        IReadOnlyList<HoldView> Holds,
        int? Acknowledged,
        IReadOnlyList<RefusedOn> Refused
    );

    /// <summary>Items of a site.</summary>
    internal sealed record SiteItems(string Site, long Items);

    /// <param name="Guideline">The version of the guideline in force; null where the project has none of its own.</param>
    /// <param name="WithoutSite">Items whose site is not stated.</param>
    internal sealed record FitnessView(
        FitnessRules Rules,
        int? Guideline,
        IReadOnlyList<ReaderFitness> Readers,
        IReadOnlyList<SiteItems> Sites,
        int WithoutSite
    );

    internal sealed record FitnessForm(FitnessRules Rules, string Reason);

    /// <param name="Items">The items; null for all whose site is not stated.</param>
    internal sealed record SiteForm(string Site, IReadOnlyList<string>? Items = null);

    /// <summary>What holds the caller back.</summary>
    internal sealed record MyFitness(IReadOnlyList<HoldView> Holds, int? Guideline, int? Acknowledged);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{project}/fitness", Show)
            .Needs(Action.SeeMembers)
            .Says("show-fitness", "Shows what the project demands of its readers, and what holds each of them back.");
        api.MapPut("/projects/{project}/fitness", Set)
            .Needs(Action.ManageMembers)
            .Says("set-fitness", "Lays down what the project demands of its readers, with a reason.")
            .Problems(409, "project.closed")
            .Problems(422, "fitness.form", "reason.needed");
        api.MapGet("/projects/{project}/fitness/mine", Mine)
            .Needs(Action.Read)
            .WhoeverReads()
            .Says("show-my-fitness", "Shows what holds the caller back from reading, and until when.");
        api.MapPost("/projects/{project}/item-sites", State)
            .Needs(Action.ManageItems)
            .Says("state-sites", "States which site items come from.")
            .Problems(404, "item.unknown")
            .Problems(409, "project.closed")
            .Problems(422, "fitness.form");
    }

    private static FitnessView Show(string project, IDatabase database, FitnessBook book, TimeProvider time)
    {
        using ReadLease read = database.Read();
        return View(read.Connection, project, book.Of(project), time.GetUtcNow());
    }

    private static FitnessView View(DbConnection c, string project, ProjectFitness fitness, DateTimeOffset now)
    {
        ILookup<string, FitnessTable.Refused> refused = FitnessTable.HeldBack(c, project).ToLookup(r => r.Person);
        return new(
            fitness.Rules,
            fitness.Guideline,
            [
                .. MemberTable
                    .Of(c, project)
                    .Where(m => m.Roles.Split(' ').Contains("reader") && !m.Removed)
                    .Select(m => new ReaderFitness(
                        m.Person,
                        m.Pseudonym,
                        Holds(c, project, fitness, m.Person, now),
                        fitness.Acknowledged(m.Person),
                        [.. refused[m.Person].Select(r => new RefusedOn(r.Code, r.At))]
                    )),
            ],
            [.. FitnessTable.Sites(c, project).Select(s => new SiteItems(s.Site, s.Items))],
            FitnessTable.WithoutSite(c, project).Count
        );
    }

    // What keeps all items from a reader, then what keeps some.
    private static List<HoldView> Holds(
        DbConnection c,
        string project,
        ProjectFitness fitness,
        string person,
        DateTimeOffset now
    )
    {
        List<HoldView> holds =
        [
            .. FitnessCheck
                .Holds(fitness.Case(person, null, null, now), FitnessAct.TakeItem)
                .Select(h => new HoldView(h.Code, h.Words, h.Next, h.Until, null)),
        ];
        string? own = fitness.Stated.GetValueOrDefault(person)?.Site;
        if (fitness.Rules.SitesApart && own is not null)
        {
            int same = (int)
                FitnessTable
                    .Sites(c, project)
                    .Where(s => string.Equals(s.Site, own, StringComparison.OrdinalIgnoreCase))
                    .Sum(s => s.Items);
            AddItems(holds, same, new(own));
            AddItems(holds, FitnessTable.WithoutSite(c, project).Count, new(null));
        }

        if (fitness.Rules.WashoutDays is { } days)
        {
            List<DateTimeOffset> had = [.. FitnessTable.Had(c, project, person).Where(h => h.AddDays(days) > now)];
            if (had.Count > 0)
            {
                AddItems(holds, had.Count, new("", Had: had[0]));
            }
        }

        return holds;

        void AddItems(List<HoldView> to, int items, ItemStand stand)
        {
            FitnessHold? hold = FitnessCheck
                .Holds(fitness.Case(person, null, stand, now), FitnessAct.BeGiven)
                .LastOrDefault(h => h.Code is "work.wrong-site" or "work.washout");
            if (items > 0 && hold is not null)
            {
                to.Add(new(hold.Code, hold.Words, hold.Next, hold.Until, items));
            }
        }
    }

    private static async Task<FitnessView> Set(
        string project,
        FitnessForm form,
        Caller caller,
        IDatabase database,
        FitnessBook book,
        TimeProvider time
    )
    {
        if ((form.Rules.Fault() ?? FreeText.Reason(form.Reason)) is { } refusal)
        {
            throw new RefusedException(refusal);
        }

        await database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                return u.Append(new About(project, "fitness/" + project), new FitnessRulesSet(form.Rules, form.Reason));
            }
        );
        return Show(project, database, book, time);
    }

    private static MyFitness Mine(
        string project,
        Caller caller,
        IDatabase database,
        FitnessBook book,
        TimeProvider time
    )
    {
        using ReadLease read = database.Read();
        ProjectFitness fitness = book.Of(project);
        return new(
            Holds(read.Connection, project, fitness, caller.Person, time.GetUtcNow()),
            fitness.Guideline,
            fitness.Acknowledged(caller.Person)
        );
    }

    private static async Task<FitnessView> State(
        string project,
        SiteForm form,
        Caller caller,
        IDatabase database,
        FitnessBook book,
        TimeProvider time
    )
    {
        string site = form.Site.Trim();
        if (site.Length == 0 || FreeText.Length(site) > 100 || !FreeText.IsName(site))
        {
            throw new RefusedException(
                new("fitness.form", "A site has a name of 1 to 100 characters in one line.") { Where = "site" }
            );
        }

        if (form.Items is { Count: 0 or > 5000 })
        {
            throw new RefusedException(new("fitness.form", "Choose 1 to 5,000 items.") { Where = "items" });
        }

        await database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                List<string> items =
                [
                    .. form.Items?.Distinct(StringComparer.Ordinal) ?? FitnessTable.WithoutSite(u.Connection, project),
                ];
                if (items.Find(i => ItemTable.Find(u.Connection, project, i) is null) is { } unknown)
                {
                    throw new RefusedException(
                        new("item.unknown", "There is no such item.", RefusalKind.NotFound) { Where = unknown }
                    );
                }

                if (items.Count > 0)
                {
                    u.Append(new About(project, "fitness/" + project), new SiteStated(site, items));
                }

                return items.Count;
            }
        );
        return Show(project, database, book, time);
    }
}
