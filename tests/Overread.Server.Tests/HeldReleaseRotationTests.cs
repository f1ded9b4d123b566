using Overread.Cli.Server;
using Overread.Client;
using Overread.Client.Model;
using Overread.Ledger.Bundles;
using Overread.Server.Composition;

namespace Overread.Server.Tests;

/// <summary>A release that waits for people outlives a change of the keys of its store.</summary>
public sealed class HeldReleaseRotationTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("overread-held-").FullName;
    private readonly string _kept = Directory.CreateTempSubdirectory("overread-held-keys-").FullName;

    public void Dispose()
    {
        Directory.Delete(_data, recursive: true);
        Directory.Delete(_kept, recursive: true);
    }

    [Fact]
    public async Task A_release_that_waited_for_its_signatures_while_the_keys_changed_is_published_and_verifies()
    {
        string project = "";
        string release = "";
        await StoreStart.Run(
            _data,
            setUp: true,
            work: async (_, admin) =>
            {
                project = await StoreStart.ReadProject(admin);
                await admin.SetSigning(
                    project,
                    new() { Acts = [SignedAct.ReleaseApproval, SignedAct.ReleasePublication], TwoPeople = true }
                );
                await ServerProcess.Join(admin, project, "eve", "auditor");
                JobView made = await admin.PublishRelease(project, new() { Name = "test", Version = "1.0.0" });
                release = (await admin.WaitForJob<ReleaseResult>(made)).Release;
                Assert.Empty(await admin.ListReleases(project));
            }
        );
        string oldKey = Kept("old.vkey");
        await LogKeyRotation.Run(_data, "Ann Example", "Once a year.", null, TimeProvider.System);
        await GuardKeyRotation.Run(_data, "Ann Example", "Once a year.", null, TimeProvider.System);
        await StoreStart.Run(
            _data,
            async (_, admin) =>
            {
                Assert.Single(await admin.ListReleaseDrafts(project));
                using OverreadClient eve = new(admin.Server);
                await eve.SignIn("eve@test.example");
                await Signer.Sign(
                    "eve@test.example",
                    s => eve.ApproveRelease(project, release, new() { Signature = s })
                );
                JobView? job = null;
                await Signer.Sign(
                    "admin@test.example",
                    async s => job = await admin.PublishReleaseDraft(project, release, new() { Signature = s })
                );
                await admin.WaitForJob<ReleaseResult>(job!);
                Assert.Single(await admin.ListReleases(project));
            }
        );
        string bundle = Path.Combine(_data, "releases", release);
        Assert.Empty(VerifyCommand.Verify(bundle, Kept("new.vkey")).Faults);
        // It is under the new key, and brings the change that leads to it.
        BundleReport led = VerifyCommand.Verify(bundle, oldKey);
        Assert.Empty(led.Faults);
        Assert.Equal(["releaseApproval", "releasePublication"], led.Signatures.Select(s => s.Act));
        Assert.Empty(StoreAudit.Run(_data, fast: false, null, CancellationToken.None).Faults);
    }

    // The verifier's key of now, as somebody keeps it elsewhere.
    private string Kept(string name)
    {
        string file = Path.Combine(_kept, name);
        File.Copy(Path.Combine(_data, "keys", "log-verifier.vkey"), file);
        return file;
    }
}
