using System.Buffers.Binary;
using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Overread.Client;
using Overread.Server.Composition;
using Overread.Server.Features.People;
using Overread.Server.Features.People.Contracts;
using Overread.Storage;

namespace Overread.Server.Tests;

/// <summary>Facts that single lines of OWASP ASVS ask for and no other test shows.</summary>
public sealed class AsvsFactsTests
{
    [Fact]
    public void A_recovery_code_is_long_enough_to_be_kept_by_a_plain_hash()
    {
        (IReadOnlyList<string> codes, string kept) = RecoveryCodes.Make(new SystemEntropy());
        // 32 letters: five bits each, and 112 bits are asked for.
        Assert.All(codes, c => Assert.True(c.Count(char.IsAsciiLetterOrDigit) * 5 >= 112, c));
        Assert.Equal(codes.Count, codes.Distinct().Count());
        Assert.DoesNotContain(codes[0], kept, StringComparison.Ordinal);
        Assert.Equal(codes.Count - 1, RecoveryCodes.Left(RecoveryCodes.Use(kept, codes[0].ToUpperInvariant())));
    }

    [Fact]
    public async Task A_long_password_of_any_letters_is_taken_whole()
    {
        await using TestServer server = await TestServer.Start();
        (OverreadClient ann, _) = await server.Person(await server.Project(1), "ann");
        string long1 =
            string.Concat(Enumerable.Range(0, 60).Select(i => "ä水 🫀x"[i % 6])) + " the tail of it counts 1";
        await ann.ChangePassword(new() { Current = TestServer.Password, Password = long1 });
        await server.Client().SignIn(new() { Email = "ann@test.example", Password = long1 });
        foreach (string other in new[] { long1[..^1] + "2", long1[..64], long1.ToUpperInvariant() })
        {
            Assert.Equal(
                "session.wrong",
                (
                    await Assert.ThrowsAsync<OverreadProblemException>(() =>
                        server.Client().SignIn(new() { Email = "ann@test.example", Password = other })
                    )
                ).Code
            );
        }
    }

    [Theory]
    [InlineData(PasswordHasherCompatibilityMode.IdentityV3)]
    [InlineData(PasswordHasherCompatibilityMode.IdentityV2)]
    public async Task A_password_hashed_in_an_older_way_opens_once_more_and_is_hashed_as_today(
        PasswordHasherCompatibilityMode older
    )
    {
        await using TestServer server = await TestServer.Start(more: o =>
            o with
            {
                PasswordRounds = PasswordHashes.Rounds,
            }
        );
        (OverreadClient ann, string id) = await server.Person(await server.Project(1), "ann");
        Accounts accounts = server.App.Services.GetRequiredService<Accounts>();
        // 100,000 rounds of SHA-512, as builds before had it; or 1,000 of SHA-1, in the form before that.
        PasswordHasher<Account> before = new(
            Microsoft.Extensions.Options.Options.Create(
                new PasswordHasherOptions { CompatibilityMode = older, IterationCount = 100_000 }
            )
        );
        await server
            .App.Services.GetRequiredService<IDatabase>()
            .Write(
                Actor.System,
                u =>
                    accounts.Change(
                        u,
                        id,
                        a => a.PasswordHash = before.HashPassword(accounts.Find(id)!, TestServer.Password)
                    )
            );
        string stamp = accounts.Find(id)!.Stamp!;
        Assert.Equal(
            "session.wrong",
            (
                await Assert.ThrowsAsync<OverreadProblemException>(() =>
                    server.Client().SignIn(new() { Email = "ann@test.example", Password = "another-password-1" })
                )
            ).Code
        );
        await server.Client().SignIn(new() { Email = "ann@test.example", Password = TestServer.Password });
        byte[] now = Convert.FromBase64String(accounts.Find(id)!.PasswordHash!);
        Assert.Equal(1, now[0]);
        Assert.Equal(2u, BinaryPrimitives.ReadUInt32BigEndian(now.AsSpan(1)));
        Assert.Equal((uint)PasswordHashes.Rounds, BinaryPrimitives.ReadUInt32BigEndian(now.AsSpan(5)));
        // It is the same password: nobody is sent away for it, and it opens again.
        Assert.Equal(stamp, accounts.Find(id)!.Stamp);
        Assert.Equal(id, (await ann.ShowSession()).Person!.Id);
        await server.Client().SignIn(new() { Email = "ann@test.example", Password = TestServer.Password });
    }

    [Fact]
    public async Task Nothing_lists_a_folder_and_TRACE_says_nothing_back()
    {
        string web = Directory.CreateTempSubdirectory("overread-web-").FullName;
        Directory.CreateDirectory(Path.Combine(web, "assets"));
        await File.WriteAllTextAsync(Path.Combine(web, "index.html"), "<title>the page</title>");
        await File.WriteAllTextAsync(Path.Combine(web, "assets", "hidden-name.js"), "1");
        await using TestServer server = await TestServer.Start(more: o => o with { Web = web });
        using HttpClient stranger = new() { BaseAddress = new Uri(server.Url) };
        foreach (string folder in new[] { "/assets/", "/assets", "/" })
        {
            Assert.DoesNotContain("hidden-name", await stranger.GetStringAsync(folder), StringComparison.Ordinal);
        }

        using HttpRequestMessage trace = new(HttpMethod.Trace, "/api/health");
        trace.Headers.Add("X-Secret", "said-only-once");
        using HttpResponseMessage answer = await stranger.SendAsync(trace);
        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("said-only-once", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Directory.Delete(web, recursive: true);
    }

    [Fact]
    public async Task The_name_of_a_session_is_random_throughout()
    {
        await using TestServer server = await TestServer.Start();
        (OverreadClient ann, string id) = await server.Person(await server.Project(1), "ann");
        for (int i = 0; i < 15; i++)
        {
            await server.Client().SignIn("ann@test.example");
        }

        string[] names = [.. server.App.Services.GetRequiredService<Sessions>().Of(id).Select(s => s.Id)];
        Assert.Equal(16, names.Length);
        Assert.All(names, n => Assert.Equal(32, n.Length));
        // No digit of it is the same in all of them, as those of a time or a version are.
        Assert.All(Enumerable.Range(0, 32), i => Assert.True(names.Select(n => n[i]).Distinct().Count() > 1));
        Assert.NotNull(ann);
    }
}
