using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Overread.Client;
using Overread.Client.Model;
using Overread.Domain;
using Overread.Domain.Intake;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Tests;

/// <summary>Items are counted by what they can be filtered by, and what is filtered by is what was counted; views of that are kept.</summary>
public sealed class ItemCountsTests
{
    private static readonly string[] Parts = ["CHEST", "BREAST", "HAND"];

    /// <summary>A project of made-up items: every second one of CR, each third with a flag, views and body parts by turns.</summary>
    private static async Task<(TestServer Server, string Project)> Made(int count)
    {
        TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        IDatabase database = server.App.Services.GetRequiredService<IDatabase>();
        await database.Write(
            Actor.System,
            u =>
            {
                for (int i = 0; i < count; i++)
                {
                    string id = u.NewId();
                    u.Append(
                        new About(project, "item/" + id, id),
                        new ItemReady(
                            new ItemFacts(
                                id,
                                $"Item {i:000}",
                                $"S{i}",
                                "dicom",
                                i % 2 == 0 ? "CR" : "DX",
                                [
                                    new SeriesFacts(u.NewId(), "Series", "CR", [])
                                    {
                                        Attributes = new Dictionary<string, string> { ["body-part"] = Parts[i % 3] },
                                        ByFile = new Dictionary<string, IReadOnlyDictionary<string, string>>
                                        {
                                            ["a"] = new Dictionary<string, string> { ["view"] = "PA" },
                                            ["b"] = new Dictionary<string, string>
                                            {
                                                ["view"] = i % 4 == 0 ? "LL" : "PA",
                                            },
                                        },
                                    },
                                ]
                            )
                        )
                    );
                    if (i % 3 == 0)
                    {
                        u.Append(new About(project, "item/" + id, id), new ItemFlagged("Look."));
                    }
                }

                return count;
            }
        );
        return (server, project);
    }

    private static string Words(ItemCounts counts) =>
        string.Join(
            "; ",
            counts.Properties.Select(p =>
                $"{p.Property}: {string.Join(", ", p.Values.Select(v => $"{v.Value} {v.Items}"))}"
            )
        );

    [Fact]
    public async Task Each_property_is_counted_under_the_other_filters()
    {
        (TestServer server, string project) = await Made(24);
        await using TestServer _ = server;
        ItemCounts all = await server.Admin.CountItems(project);
        Assert.Equal(24, all.Total);
        Assert.Equal(
            "state: ready 24; modality: CR 12, DX 12; kind: dicom 24; flagged: false 16, true 8; "
                + "body-part: BREAST 8, CHEST 8, HAND 8; view: PA 24, LL 6",
            Words(all)
        );
        ItemCounts some = await server.Admin.CountItems(project, modality: "CR", has: "body-part:CHEST,view:LL");
        // CR are 0, 2, 4 …; chests 0, 3, 6 …; lateral ones 0, 4, 8 …: both at 0 and 12.
        Assert.Equal(
            "state: ready 2; modality: CR 2; kind: dicom 2; flagged: true 2; "
                + "body-part: BREAST 2, CHEST 2, HAND 2; view: PA 4, LL 2",
            Words(some)
        );
    }

    [Fact]
    public async Task What_is_counted_is_what_the_filter_finds()
    {
        (TestServer server, string project) = await Made(60);
        await using TestServer _ = server;
        ItemCounts counts = await server.Admin.CountItems(project, flagged: true);
        int looked = 0;
        foreach (PropertyCount property in counts.Properties)
        {
            foreach (ValueCount value in property.Values)
            {
                string? of(string name) => property.Property == name ? value.Value : null;
                bool flagged = property.Property != "flagged" || value.Value == "true";
                ListItemsPage page = await server.Admin.ListItems(
                    project,
                    state: of("state"),
                    modality: of("modality"),
                    kind: of("kind"),
                    flagged: flagged,
                    has: property.Attribute ? $"{property.Property}:{value.Value}" : null
                );
                if (flagged)
                {
                    Assert.Equal(value.Items, page.Total);
                    looked++;
                }
            }
        }

        Assert.True(looked >= 8);
        Assert.Equal(0, (await server.Admin.ListItems(project, has: "view:XX")).Total);
        Assert.Equal(0, (await server.Admin.ListItems(project, has: "nothing")).Total);
        // Of one attribute any, of several all.
        Assert.Equal(60, (await server.Admin.ListItems(project, has: "view:PA,view:LL")).Total);
    }

    [Fact]
    public async Task Views_are_kept_shared_renewed_and_dropped_and_others_are_not_told_of_what_is_not_shared()
    {
        (TestServer server, string project) = await Made(1);
        await using TestServer _ = server;
        (OverreadClient steward, string _) = await server.Person(project, "gate", "steward");
        KeptView own = await server.Admin.KeepView(project, new() { Name = "Mine", Query = "state=ready" });
        KeptView shared = await server.Admin.KeepView(
            project,
            new()
            {
                Name = "Ours",
                Query = "modality=CR&has=view%3APA",
                Shared = true,
            }
        );
        Assert.Equal(["Mine", "Ours"], (await server.Admin.ListViews(project)).Select(v => v.Name));
        KeptView seen = Assert.Single(await steward.ListViews(project));
        Assert.Equal(("Ours", "modality=CR&has=view%3APA", false), (seen.Name, seen.Query, seen.Own));
        // The same name again is the same view.
        KeptView again = await server.Admin.KeepView(project, new() { Name = " Mine ", Query = "state=disputed" });
        Assert.Equal(own.Id, again.Id);
        Assert.Equal(2, (await server.Admin.ListViews(project)).Count);

        async Task Refused(Func<Task> act, int status, string code)
        {
            OverreadProblemException e = await Assert.ThrowsAsync<OverreadProblemException>(act);
            Assert.Equal((status, code), ((int)e.Status, e.Code));
        }

        await Refused(() => steward.DropView(project, own.Id), 404, "view.unknown");
        await Refused(() => steward.DropView(project, shared.Id), 403, "view.other");
        await Refused(() => steward.KeepView(project, new() { Name = "x", Query = "a b" }), 422, "view.query");
        KeptView theirs = await steward.KeepView(
            project,
            new()
            {
                Name = "Theirs",
                Query = "",
                Shared = true,
            }
        );
        await server.Admin.DropView(project, theirs.Id);
        await server.Admin.DropView(project, own.Id);
        Assert.Equal(["Ours"], (await server.Admin.ListViews(project)).Select(v => v.Name));
    }
}
