using System.Diagnostics;

namespace Overread.Architecture.Tests;

/// <summary>Known holes of components are held to the times that SECURITY.md lays down.</summary>
public sealed class HolesTests
{
    private const string Advisory = "GHSA-aaaa-bbbb-cccc";

    private const string Nuget = """
        {"version":1,"projects":[{"path":"a.csproj","frameworks":[{"framework":"net10.0","topLevelPackages":[],
         "transitivePackages":[{"id":"Some.Package","resolvedVersion":"1.2.3","vulnerabilities":[
          {"severity":"High","advisoryurl":"https://github.com/advisories/GHSA-aaaa-bbbb-cccc"}]}]}]}]}
        """;

    private const string Npm = """
        {"auditReportVersion":2,"vulnerabilities":{
          "deep":{"name":"deep","severity":"moderate","via":[{"source":1,"name":"deep","title":"t","url":"https://github.com/advisories/GHSA-aaaa-bbbb-cccc","severity":"moderate","range":"<2"}]},
          "above":{"name":"above","severity":"moderate","via":["deep"]}}}
        """;

    private const string Nothing = """{"version":1,"projects":[{"path":"a.csproj"}]}""";

    [Theory]
    [InlineData(30, 0)]
    [InlineData(31, 1)]
    public void A_hole_is_borne_for_as_long_as_is_written_and_not_a_day_more(int days, int code)
    {
        (int exit, string said) = Run(Nuget, """{"vulnerabilities":{}}""", Line("2026-01-01"), days);
        Assert.Contains($"{Advisory} high in Some.Package 1.2.3", said, StringComparison.Ordinal);
        Assert.Equal(code, exit);
    }

    [Fact]
    public void A_hole_that_nobody_wrote_down_and_a_line_for_one_that_is_gone_are_faults()
    {
        (int exit, string said) = Run(Nothing, Npm, "[]", 0);
        Assert.Equal(1, exit);
        Assert.Contains($"{Advisory} moderate in deep <2: has no line", said, StringComparison.Ordinal);
        Assert.DoesNotContain("in above", said, StringComparison.Ordinal);
        (exit, said) = Run(Nothing, """{"vulnerabilities":{}}""", Line("2026-01-01"), 0);
        Assert.Equal(1, exit);
        Assert.Contains($"{Advisory} is not found any more", said, StringComparison.Ordinal);
        Assert.Equal(0, Run(Nothing, """{"vulnerabilities":{}}""", "[]", 0).Exit);
    }

    [Theory]
    [InlineData("", """{"vulnerabilities":{}}""")]
    [InlineData("error: no such host", """{"vulnerabilities":{}}""")]
    [InlineData(
        """{"version":1,"problems":[{"level":"error","text":"x"}],"projects":[]}""",
        """{"vulnerabilities":{}}"""
    )]
    [InlineData(Nothing, """{"error":{"code":"ENOAUDIT"}}""")]
    public void A_registry_without_an_answer_is_said_and_not_taken_for_no_hole(string nuget, string npm)
    {
        (int exit, string said) = Run(nuget, npm, "[]", 0);
        Assert.Equal(3, exit);
        Assert.Contains("not looked up", said, StringComparison.Ordinal);
    }

    private static string Line(string seen) => $$"""[{"id":"{{Advisory}}","seen":"{{seen}}","why":"Not reached."}]""";

    private static (int Exit, string Said) Run(string nuget, string npm, string known, int daysAfter)
    {
        string root = Directory.CreateTempSubdirectory("overread-holes-").FullName;
        string answers = Directory.CreateDirectory(Path.Combine(root, "answers")).FullName;
        Directory.CreateDirectory(Path.Combine(root, ".ci"));
        File.Copy(Path.Combine(SourceTree.Root, "SECURITY.md"), Path.Combine(root, "SECURITY.md"));
        File.WriteAllText(Path.Combine(root, ".ci/holes.json"), known);
        File.WriteAllText(Path.Combine(answers, "nuget.json"), nuget);
        File.WriteAllText(Path.Combine(answers, "npm-web.json"), npm);
        string today = new DateOnly(2026, 1, 1)
            .AddDays(daysAfter)
            .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        ProcessStartInfo start = new(
            "node",
            [Path.Combine(SourceTree.Root, ".ci/holes.mjs"), "--from", answers, "--today", today]
        )
        {
            RedirectStandardOutput = true,
        };
        start.Environment["OVERREAD_HOLES_ROOT"] = root;
        using Process node = Process.Start(start)!;
        string said = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        Directory.Delete(root, recursive: true);
        return (node.ExitCode, said);
    }
}
