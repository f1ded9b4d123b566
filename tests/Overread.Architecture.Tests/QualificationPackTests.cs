using System.Diagnostics;
using System.Text.Json;

namespace Overread.Architecture.Tests;

/// <summary>The pack of an operational qualification says of each requirement which tests proved it on this build, and cannot be bent.</summary>
public sealed class QualificationPackTests : IDisposable
{
    private readonly string _work = Directory.CreateTempSubdirectory("overread-oq-").FullName;

    [Fact]
    public void Each_requirement_stands_with_its_tests_and_how_they_ended_and_a_changed_byte_is_found()
    {
        Results(
            "passed Overread.Server.Tests.ATests.One (1s 2ms)",
            "failed Overread.Server.Tests.ATests.Two (2ms)",
            "passed Overread.Server.Tests.BTests.Three(kind: \"device (x)\") (3ms)",
            "skipped Overread.Server.Tests.BTests.Three(kind: \"other\") (0ms)",
            "passed Overread.Server.Tests.BTests.Four (3ms)",
            "passed Overread.Storage.Sqlite.Tests.SqliteDatabaseTests.Kept (3ms)",
            "  failed: 1"
        );
        Requirements(
            "R1 | 1 | One thing | ATests.One |",
            "R2 | 2 | Two things | ATests.One; ATests.Two |",
            "R3 | 3 | Rows of which one was skipped | BTests.Three |",
            "R4 | 4 | A part | BTests.Four | The rest.",
            "R5 | 5 | Not run | CTests.Gone |",
            "R6 | 6 | Nothing | | Not built.",
            "R7 | 7 | By a contract | DatabaseContract.Kept |"
        );
        // A test failed: the pack is made and says so.
        Assert.Equal(1, Run(At("results"), At("out")).Code);
        using JsonDocument oq = JsonDocument.Parse(File.ReadAllText(At("out/oq.json")));
        Assert.Equal(
            ["proven", "failed", "not shown", "partly", "not shown", "no test", "proven"],
            oq.RootElement.GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("state").GetString())
        );
        Assert.Equal("9.9.9", oq.RootElement.GetProperty("build").GetProperty("version").GetString());
        JsonElement binary = Assert.Single(
            oq.RootElement.GetProperty("build").GetProperty("binaries").EnumerateArray()
        );
        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("program"u8)),
            binary.GetProperty("sha256").GetString()
        );
        Assert.Contains("failed: `ATests.Two`", File.ReadAllText(At("out/oq.md")), StringComparison.Ordinal);
        Assert.Equal(0, Run("--check", At("out")).Code);

        string results = At("out/results/Suite.txt");
        string before = File.ReadAllText(results);
        File.WriteAllText(results, before.Replace("failed Over", "passed Over", StringComparison.Ordinal));
        (int code, string said) = Run("--check", At("out"));
        Assert.Equal(1, code);
        Assert.Contains("results/Suite.txt was changed", said, StringComparison.Ordinal);
        File.WriteAllText(results, before);
        File.WriteAllText(At("out/results/More.txt"), "passed Overread.Server.Tests.CTests.Gone (1ms)");
        Assert.Contains("is in no list", Run("--check", At("out")).Said, StringComparison.Ordinal);
        File.Delete(At("out/results/More.txt"));

        // Whoever bends the page and mends the hashes is found by what the results say.
        File.WriteAllText(
            At("out/oq.json"),
            File.ReadAllText(At("out/oq.json")).Replace("\"failed\"", "\"passed\"", StringComparison.Ordinal)
        );
        Sums();
        Assert.Contains("ATests.Two failed, and not passed", Run("--check", At("out")).Said, StringComparison.Ordinal);
        Assert.Equal(1, Run(At("results"), At("out")).Code);
    }

    [Fact]
    public void A_signed_pack_holds_for_its_key_alone()
    {
        Results("passed Overread.Server.Tests.ATests.One (1ms)");
        Requirements("R1 | 1 | One thing | ATests.One |");
        string key = At("key.pem");
        string other = At("other.pem");
        foreach (string path in (string[])[key, other])
        {
            Assert.Equal(0, Start("openssl", ["genpkey", "-algorithm", "ed25519", "-out", path], null).Code);
        }

        Assert.Equal(0, Run(key, At("results"), At("out")).Code);
        Assert.Contains(
            "signed by the key that was named",
            RunWith(key, "--check", At("out")).Said,
            StringComparison.Ordinal
        );
        Assert.Contains("signed by the key that it brings", Run("--check", At("out")).Said, StringComparison.Ordinal);
        (int code, string said) = RunWith(other, "--check", At("out"));
        Assert.Equal(1, code);
        Assert.Contains("the signature does not hold", said, StringComparison.Ordinal);
        File.AppendAllText(At("out/oq.md"), "\nMore.\n");
        Sums();
        Assert.Contains("the signature does not hold", Run("--check", At("out")).Said, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_work, recursive: true);

    private string At(string path) => Path.Combine(_work, path);

    private void Results(params string[] lines)
    {
        Directory.CreateDirectory(At("results"));
        File.WriteAllLines(At("results/Suite.txt"), lines);
    }

    // A project of its own, so that what is packed is known.
    private void Requirements(params string[] rows)
    {
        string tests = At("root/tests/Overread.Architecture.Tests");
        Directory.CreateDirectory(tests);
        File.WriteAllLines(Path.Combine(tests, "requirements.txt"), ["# A table", "= Part", .. rows]);
        File.WriteAllText(At("root/Directory.Build.props"), "<Project><Version>9.9.9</Version></Project>");
        string program = At("root/src/Overread.Server/bin/Release/net10.0");
        Directory.CreateDirectory(program);
        File.WriteAllText(Path.Combine(program, "Overread.Server.dll"), "program");
    }

    private void Sums() =>
        File.WriteAllLines(
            At("out/SHA256SUMS"),
            File.ReadAllLines(At("out/SHA256SUMS"))
                .Select(l => l[66..])
                .Select(f =>
                    Convert.ToHexStringLower(
                        System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(At("out/" + f)))
                    )
                    + "  "
                    + f
                )
        );

    private (int Code, string Said) Run(string first, string second) => RunWith(null, first, second);

    private (int Code, string Said) Run(string key, string first, string second) => RunWith(key, first, second);

    private (int Code, string Said) RunWith(string? key, string first, string second) =>
        Start("node", [Path.Combine(SourceTree.Root, ".ci/oq.mjs"), first, second], key);

    private (int Code, string Said) Start(string program, string[] arguments, string? key)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OVERREAD_OQ_ROOT"] = At("root");
        start.Environment.Remove("OVERREAD_OQ_KEY");
        if (key is not null)
        {
            start.Environment["OVERREAD_OQ_KEY"] = key;
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said + errors.Result);
    }
}
