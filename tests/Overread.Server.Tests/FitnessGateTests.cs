using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Overread.Client;
using Overread.Client.Model;
using Overread.Domain.Fitness;
using Overread.Storage;

namespace Overread.Server.Tests;

/// <summary>Nobody who is not fit comes to an item, by whatever route, and each is told what lacks.</summary>
public sealed class FitnessGateTests(ITestOutputHelper output)
{
    // Lists and the next item pass over what is held back and give the rest.
    private static bool PassesOver(string pattern) =>
        pattern.EndsWith("/work/next", StringComparison.Ordinal)
        || pattern.EndsWith("/dicomweb/studies", StringComparison.Ordinal)
        || pattern.EndsWith("/dicomweb/series", StringComparison.Ordinal)
        || pattern.EndsWith("/dicomweb/instances", StringComparison.Ordinal)
        || pattern.EndsWith("/dicomweb/studies/{study}/series", StringComparison.Ordinal)
        || pattern.EndsWith("/dicomweb/studies/{study}/instances", StringComparison.Ordinal)
        || pattern.EndsWith("/dicomweb/studies/{study}/series/{series}/instances", StringComparison.Ordinal);

    private static bool IsTraining(string pattern) => pattern.Contains("/training/", StringComparison.Ordinal);

    private static bool IsOfTest(string code) => code is "work.unqualified" or "work.qualification-expired";

    private static bool IsOfItem(string code) => code is "work.wrong-site" or "work.washout";

    [Fact]
    public async Task Every_route_refuses_for_every_lack_with_its_own_code_and_for_none_where_nothing_lacks()
    {
        HandClock clock = new();
        await using FitnessScene scene = await FitnessScene.Start(clock);
        DateOnly today = Timestamps.Day(clock.GetUtcNow());
        Assert.Equal(FitnessCheck.Codes.Order(), FitnessScene.Lacks.Order());
        Assert.True(scene.Routes.Count >= 20, $"only {scene.Routes.Count} routes");
        int refused = 0;
        foreach (string lack in FitnessScene.Lacks)
        {
            await scene.Lack([lack], today);
            foreach ((string method, string pattern) in scene.Routes)
            {
                // Undone is what was submitted a moment ago; nothing is repeated there.
                if (lack == "work.washout" && pattern.EndsWith("/undo", StringComparison.Ordinal))
                {
                    continue;
                }

                // By practice and tests somebody becomes qualified, and neither is a read of an item.
                if (IsTraining(pattern) && (IsOfItem(lack) || IsOfTest(lack)))
                {
                    continue;
                }

                foreach (
                    bool submit in (bool[])
                        [false, .. pattern.EndsWith("/events", StringComparison.Ordinal) ? [true] : Array.Empty<bool>()]
                )
                {
                    (int status, string code, string text) = await scene.Ask(method, pattern, submit);
                    string what = $"{lack}: {method} {pattern} {status} {code} {text[..Math.Min(200, text.Length)]}";
                    if (IsOfItem(lack) && PassesOver(pattern))
                    {
                        Assert.True(status is 200 or 204, what);
                        Assert.DoesNotContain(scene.Item, text, StringComparison.Ordinal);
                    }
                    else
                    {
                        Assert.True(status == 409 && code == lack, what);
                        JsonNode problem = JsonNode.Parse(text)!;
                        Assert.False(string.IsNullOrEmpty((string?)problem["title"]), what);
                        Assert.False(string.IsNullOrEmpty((string?)problem["next"]), what);
                        refused++;
                    }
                }
            }

            await LeadIsRefusedToo(scene, lack);
        }

        output.WriteLine($"{refused} refusals over {scene.Routes.Count} routes and {FitnessScene.Lacks.Count} reasons");
        await scene.Lack([], today);
        int given = 0;
        foreach ((string method, string pattern) in scene.Routes)
        {
            (int status, string code, string text) = await scene.Ask(method, pattern);
            Assert.False(code.StartsWith("work.", StringComparison.Ordinal), $"{method} {pattern} {status} {text}");
            given += status is 200 or 204 ? 1 : 0;
        }

        Assert.True(given > scene.Routes.Count * 3 / 4, $"only {given} of {scene.Routes.Count} routes gave anything");
    }

    // What the reader acknowledges by themselves is no reason to refuse the lead.
    private static async Task LeadIsRefusedToo(FitnessScene scene, string lack)
    {
        if (lack == "work.guideline")
        {
            return;
        }

        (int status, string code, string text) = await scene.Send(
            "POST",
            $"api/reads/{scene.Submitted}/reopen",
            new { Reason = "Once more.", Again = true },
            scene.Server.Admin
        );
        Assert.True(status == 409 && code == lack, $"reopen for {lack}: {status} {text}");
        foreach (JsonNode? row in (await scene.Server.Admin.Raw().Get(scene.Root + "/items"))!["rows"]!.AsArray())
        {
            string item = (string)row!["id"]!;
            (status, code, text) = await scene.Send(
                "POST",
                $"{scene.Root}/items/{item}/assign",
                new { Reader = scene.Person },
                scene.Server.Admin
            );
            // An item that the reader has never had is washed out of nothing.
            bool fresh = lack == "work.washout";
            Assert.True(
                status == 409 && (code == lack || code == "item.twice") || (fresh && status == 200),
                $"assign for {lack}: {status} {text}"
            );
        }
    }

    [Fact]
    public async Task Of_thousands_of_requests_at_random_while_things_lack_none_slips()
    {
        int wanted = Environment.GetEnvironmentVariable("OVERREAD_TEST_ALL") == "1" ? 10_000 : 1500;
        HandClock clock = new();
        await using FitnessScene scene = await FitnessScene.Start(clock);
        DateOnly today = Timestamps.Day(clock.GetUtcNow());
        // SplitMix64, seeded: the same walk on every machine.
        ulong state = 20261130;
        int sent = 0;
        int refused = 0;
        int passed = 0;
        List<string> slips = [];
        HashSet<string> lacks = [];
        while (sent < wanted)
        {
            if (sent % 25 == 0)
            {
                lacks = [.. FitnessScene.Lacks.Where(_ => Next(4) == 0)];
                await scene.Lack(lacks, today);
                // One hides another: without a licence none has ended, without a qualification neither.
                if (lacks.Contains("work.licence-missing"))
                {
                    lacks.Remove("work.licence-expired");
                }

                if (lacks.Contains("work.unqualified"))
                {
                    lacks.Remove("work.qualification-expired");
                }
            }

            (string method, string pattern) = scene.Routes[Next(scene.Routes.Count)];
            sent++;
            bool ofItemAlone = lacks.All(IsOfItem);
            if (pattern.EndsWith("/undo", StringComparison.Ordinal) && ofItemAlone)
            {
                continue;
            }

            if (IsTraining(pattern) && lacks.All(l => IsOfItem(l) || IsOfTest(l)))
            {
                continue;
            }

            (int status, string code, string text) = await scene.Ask(method, pattern, submit: Next(2) == 0);
            string what = $"{string.Join('+', lacks)}: {method} {pattern} {status} {code}";
            if (lacks.Count == 0)
            {
                passed++;
                Assert.False(code.StartsWith("work.", StringComparison.Ordinal), what);
            }
            else if (ofItemAlone && PassesOver(pattern))
            {
                if (text.Contains(scene.Item, StringComparison.Ordinal))
                {
                    slips.Add(what);
                }
            }
            else if (status != 409 || !lacks.Contains(code))
            {
                slips.Add(what);
            }
            else
            {
                refused++;
            }
        }

        output.WriteLine($"{sent} requests, {refused} refused, {passed} while nothing lacked, {slips.Count} slipped");
        Assert.Empty(slips);
        Assert.True(refused > sent / 2 && passed > 0, $"{refused} refused, {passed} passed");
        // Refusals are in the record once a day for a person and a reason, however often somebody asks.
        using ReadLease lease = scene.Server.App.Services.GetRequiredService<IDatabase>().Read();
        List<ReaderHeldBack> held =
        [
            .. lease
                .Record.Events(new RecordQuery { Streams = ["fitness/" + scene.Project] })
                .Select(e => e.Event)
                .OfType<ReaderHeldBack>(),
        ];
        Assert.InRange(held.Count, 1, FitnessScene.Lacks.Count);
        Assert.Equal(held.Count, held.DistinctBy(h => h.Code).Count());

        int Next(int below)
        {
            ulong z = state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return (int)((z ^ (z >> 31)) % (ulong)below);
        }
    }

    [Fact]
    public async Task A_reader_sees_what_holds_them_back_and_the_lead_whom_and_until_when()
    {
        HandClock clock = new();
        await using FitnessScene scene = await FitnessScene.Start(clock);
        DateOnly today = Timestamps.Day(clock.GetUtcNow());
        await scene.Lack(["work.unsigned", "work.washout", "work.guideline"], today);
        await scene.Ask("GET", "/api/projects/{project}/work/{read}");
        JsonNode mine = (await scene.Reader.Raw().Get(scene.Root + "/fitness/mine"))!;
        Assert.Equal(
            ["work.unsigned", "work.guideline", "work.washout"],
            mine["holds"]!.AsArray().Select(h => (string)h!["code"]!)
        );
        JsonNode view = (await scene.Server.Admin.Raw().Get(scene.Root + "/fitness"))!;
        JsonNode ann = Assert.Single(view["readers"]!.AsArray(), r => (string)r!["person"]! == scene.Person)!;
        Assert.Equal(mine["holds"]!.ToJsonString(), ann["holds"]!.ToJsonString());
        JsonNode washout = ann["holds"]!.AsArray()[2]!;
        Assert.Equal(1, (int)washout["items"]!);
        Assert.Equal(
            today.AddDays(14),
            DateOnly.FromDateTime(
                DateTime
                    .Parse((string)washout["until"]!, System.Globalization.CultureInfo.InvariantCulture)
                    .ToUniversalTime()
            )
        );
        Assert.Equal("work.unsigned", (string)ann["refused"]!.AsArray()[0]!["code"]!);
        Assert.Equal(14, (int)view["rules"]!["washoutDays"]!);
        Assert.Equal(0, (int)view["withoutSite"]!);
        (int status, string code, _) = await scene.Send("GET", scene.Root + "/fitness", null, scene.Reader);
        Assert.Equal((403, "access.role"), (status, code));
        (status, code, _) = await scene.Send(
            "PUT",
            scene.Root + "/fitness",
            new
            {
                Rules = new
                {
                    WashoutDays = 0,
                    Agreements = (string[])[],
                    Licence = false,
                    DevelopersApart = false,
                    SitesApart = false,
                },
                Reason = "x",
            },
            scene.Server.Admin
        );
        Assert.Equal((422, "fitness.form"), (status, code));
    }

    [Fact]
    public async Task A_repeat_begins_blank_after_its_washout_and_the_first_reading_stays_in_the_record()
    {
        HandClock clock = new();
        await using FitnessScene scene = await FitnessScene.Start(clock);
        DateOnly today = Timestamps.Day(clock.GetUtcNow());
        await scene.Lack(["work.washout"], today);
        Assert.Equal(409, (await scene.Ask("GET", "/api/projects/{project}/work/{read}")).Status);
        clock.Pass(14 * 24 * 3600);
        await scene.Reader.SignIn("ann@test.example");
        await scene.Server.Admin.SignIn("admin@test.example");
        await scene.Lack(["work.washout"], Timestamps.Day(clock.GetUtcNow()));
        WorkView work = await scene.Reader.ShowRead(scene.Project, scene.Open);
        Assert.Empty(work.Read.Answers);
        await scene.Reader.Append(
            scene.Open,
            work.Read.Revision,
            ReadEvents.Answered("again-answer", "nodule", "absent"),
            ReadEvents.Submitted("again-end")
        );
        IReadOnlyList<RecordEvent> events = await scene.Server.Events(scene.Project);
        Assert.Equal(2, events.Count(e => e.Type == "ReadSubmitted" && e.Stream == "read/" + scene.Open));
    }
}
