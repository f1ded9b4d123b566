using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Overread.Cli.Server;
using Overread.Client;
using Overread.Client.Model;
using Overread.Ledger.Bundles;
using Overread.Ledger.Tests.Timestamps;

namespace Overread.Server.Tests;

/// <summary>Releases stamped by an authority that answers over HTTP with OpenSSL's tokens, or does not answer.</summary>
public sealed class ReleaseTimestampTests : IAsyncLifetime
{
    private readonly string _root = Path.GetTempFileName();
    private readonly List<string> _asked = [];
    private OpensslAuthority _authority = null!;
    private WebApplication _http = null!;
    private Uri _address = null!;
    private Func<int, bool> _answers = _ => true;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OpensslAuthority.IsThere, "openssl is not installed.");
        _authority = new OpensslAuthority();
        await File.WriteAllTextAsync(_root, _authority.Root.ExportCertificatePem());
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        string url = $"http://127.0.0.1:{TestServer.FreePort()}";
        builder.WebHost.UseUrls(url);
        _http = builder.Build();
        _http.MapPost("/stamp", Answer);
        await _http.StartAsync();
        _address = new Uri(url + "/stamp");
    }

    public async ValueTask DisposeAsync()
    {
        if (_http is not null)
        {
            await _http.DisposeAsync();
        }

        _authority?.Dispose();
        File.Delete(_root);
    }

    [Fact]
    public async Task A_release_is_stamped_and_strangers_are_convinced()
    {
        await using TestServer server = await Start(_root);
        Bundle bundle = await Bundle.OfCampaign(server);
        Assert.All(_asked, type => Assert.Equal("application/timestamp-query", type));
        BundleReport report = VerifyCommand.Verify(bundle.Folder, null, _root);
        Assert.Empty(report.Faults);
        Assert.Equal("CN=Test stamps", report.Timestamp!.Authority);
        string checkpoint = Path.Combine(bundle.Folder, "checkpoint");
        using (
            Process openssl = Process.Start(
                "openssl",
                [
                    "ts",
                    "-verify",
                    "-in",
                    checkpoint + ".tsr",
                    "-data",
                    checkpoint,
                    "-CAfile",
                    _root,
                    "-untrusted",
                    Path.Combine(bundle.Folder, "tsa-chain.pem"),
                ]
            )
        )
        {
            await openssl.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, openssl.ExitCode);
        }

        ReleaseDetail shown = await server.Admin.ShowRelease(await server.Admin.OnlyProject(), bundle.Id);
        Assert.Equal("CN=Test stamps", shown.Timestamp!.Authority);
        Assert.Contains(
            "checkpoint.tsr",
            await File.ReadAllTextAsync(
                Path.Combine(bundle.Folder, "README.md"),
                TestContext.Current.CancellationToken
            ),
            StringComparison.Ordinal
        );
        using OpensslAuthority stranger = new();
        string other = _root + ".other";
        await File.WriteAllTextAsync(
            other,
            stranger.Root.ExportCertificatePem(),
            TestContext.Current.CancellationToken
        );
        Assert.Equal("checkpoint.tsr", Assert.Single(VerifyCommand.Verify(bundle.Folder, null, other).Faults).File);
        File.Delete(other);
        foreach (string name in (string[])["checkpoint.tsr", "tsa-chain.pem"])
        {
            string path = Path.Combine(bundle.Folder, name);
            byte[] whole = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
            byte[] changed = [.. whole];
            changed[whole.Length / 2] ^= 1;
            await File.WriteAllBytesAsync(path, changed, TestContext.Current.CancellationToken);
            Assert.Contains(VerifyCommand.Verify(bundle.Folder, null).Faults, f => f.File == name);
            File.Delete(path);
            Assert.Contains(VerifyCommand.Verify(bundle.Folder, null).Faults, f => f.File == name);
            await File.WriteAllBytesAsync(path, whole, TestContext.Current.CancellationToken);
        }

        Assert.Empty(VerifyCommand.Verify(bundle.Folder, null).Faults);
    }

    [Fact]
    public async Task An_authority_that_does_not_answer_keeps_the_release_from_beginning()
    {
        _answers = _ => false;
        await using TestServer server = await Start(_root);
        OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            Bundle.OfCampaign(server)
        );
        Assert.Contains("time-stamp authority", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await server.Admin.ListReleases(await server.Admin.OnlyProject()));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(server.Data, "releases")));
    }

    [Fact]
    public async Task A_release_left_without_its_stamp_is_finished_by_publishing_it_again()
    {
        // The first question is the trial; the next three are the stamp's tries.
        _answers = n => n is 1 or > 4;
        await using TestServer server = await Start(_root);
        OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            Bundle.OfCampaign(server)
        );
        Assert.Contains("time-stamp authority", refused.Message, StringComparison.Ordinal);
        string project = await server.Admin.OnlyProject();
        ReleaseRow row = Assert.Single(await server.Admin.ListReleases(project));
        foreach (
            Func<Task> ask in (Func<Task>[])
                [
                    () => server.Admin.ShowRelease(project, row.Id),
                    () => server.Admin.DownloadRelease(project, row.Id, "test"),
                ]
        )
        {
            OverreadProblemException early = await Assert.ThrowsAsync<OverreadProblemException>(ask);
            Assert.Contains("not finished", early.Message, StringComparison.Ordinal);
        }

        Bundle bundle = await Bundle.Publish(server, project, row.Version);
        Assert.Equal(row.Id, bundle.Id);
        Assert.NotNull(VerifyCommand.Verify(bundle.Folder, null, _root).Timestamp);
        Assert.Single(await server.Admin.ListReleases(project));
    }

    [Fact]
    public async Task A_chain_without_a_root_is_refused_with_what_to_do()
    {
        await using TestServer server = await Start(null);
        OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            Bundle.OfCampaign(server)
        );
        Assert.Contains("--tsa-chain", refused.Message, StringComparison.Ordinal);
    }

    private Task<TestServer> Start(string? chain) =>
        TestServer.Start(more: o => o with { TimestampAuthority = _address, TimestampChain = chain });

    private async Task<IResult> Answer(HttpRequest request)
    {
        _asked.Add(request.ContentType ?? "");
        using MemoryStream body = new();
        await request.Body.CopyToAsync(body);
        return _answers(_asked.Count)
            ? Results.Bytes(_authority.Answer(body.ToArray()), "application/timestamp-reply")
            : Results.StatusCode(503);
    }
}
