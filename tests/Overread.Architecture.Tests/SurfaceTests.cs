using System.Text.RegularExpressions;

namespace Overread.Architecture.Tests;

/// <summary>Where the code touches what lies outside it: programs, patterns, other machines, folders of the store.</summary>
public class SurfaceTests
{
    private static IEnumerable<string> Projects =>
        Directory.EnumerateDirectories(Path.Combine(SourceTree.Root, "src")).Select(d => Path.GetFileName(d));

    [Fact]
    public void Programs_are_started_in_these_places_by_fixed_names_and_without_a_shell()
    {
        // pdftotext and its kin over files; the whole tool from the small one.
        string[] places =
        [
            "src/Overread.Cli.Native/WholeTool.cs",
            "src/Overread.Cli/Text/PdfText.cs",
            "src/Overread.Server/Modalities/Imaging/Intake/DocumentSearch.cs",
        ];
        (string File, string Text)[] starting =
        [
            .. Projects
                .SelectMany(SourceTree.Of)
                .Where(s => Regex.IsMatch(SourceTree.StripComments(s.Text), @"\b(ProcessStartInfo|Process\.Start)\b")),
        ];
        Assert.Equal(places, starting.Select(s => s.File).Order(StringComparer.Ordinal));
        Assert.All(starting, s => Assert.DoesNotMatch(@"UseShellExecute = true|""(/bin/)?(ba)?sh""", s.Text));
    }

    [Fact]
    public void Patterns_of_the_server_are_written_in_it_or_escaped_and_never_go_back()
    {
        // DICOMweb's wildcards: everything else in them is escaped, and the engine does not backtrack.
        (string File, string Text)[] asking =
        [
            .. SourceTree
                .Of("Overread.Server")
                .Where(s =>
                    Regex.IsMatch(
                        SourceTree.StripComments(s.Text),
                        @"new Regex\(|Regex\.(IsMatch|Matches?|Replace|Split)\("
                    )
                ),
        ];
        (string file, string text) = Assert.Single(asking);
        Assert.Equal("src/Overread.Server/Modalities/Imaging/DicomWeb/DicomQuery.cs", file);
        Assert.Contains(".Escape(wanted)", text, StringComparison.Ordinal);
        Assert.Contains("RegexOptions.NonBacktracking", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_server_speaks_to_others_in_these_places_and_the_list_has_each()
    {
        Dictionary<string, string> places = new()
        {
            ["src/Overread.Server/Composition/Backup/RestoreDrill.cs"] = "`overread drill`",
            ["src/Overread.Server/Composition/Telemetry/TelemetryExport.cs"] = "`--otlp`",
            ["src/Overread.Server/Composition/Witnessing/WitnessCaller.cs"] = "`--witness`",
            ["src/Overread.Server/Features/Intake/MalwareScan.cs"] = "`--scanner`",
            ["src/Overread.Server/Features/Notices/Contracts/Mailer.cs"] = "`--mail`",
            ["src/Overread.Server/Features/People/Provider/ProviderHandler.cs"] = "`--oidc",
            ["src/Overread.Server/Features/Releases/TimestampAuthority.cs"] = "`--tsa`",
        };
        Assert.Equal(
            places.Keys.Order(StringComparer.Ordinal),
            SourceTree
                .Of("Overread.Server")
                .Where(s =>
                    Regex.IsMatch(
                        SourceTree.StripComments(s.Text),
                        @"new HttpClient|HttpClient \w+ = new\(|AddOpenIdConnect\(|AddOtlpExporter\(|TcpClient|new Socket\(|SmtpClient"
                    )
                )
                .Select(s => s.File)
                .Order(StringComparer.Ordinal)
        );
        string list = File.ReadAllText(Path.Combine(SourceTree.Root, "docs/how-to/connections.md"));
        Assert.All(places.Values, p => Assert.Contains(p, list, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_folder_and_key_of_the_store_has_a_level_in_the_list()
    {
        string list = File.ReadAllText(Path.Combine(SourceTree.Root, "docs/how-to/levels-of-data.md"));
        string[] folders =
        [
            .. Regex
                .Matches(
                    File.ReadAllText(Path.Combine(SourceTree.Root, "src/Overread.Server/Composition/DataFolder.cs")),
                    @"Path\.Combine\(Root, ""([a-z-]+)""\)"
                )
                .Select(m => m.Groups[1].Value)
                .Distinct(),
        ];
        Assert.NotEmpty(folders);
        Assert.All(folders, f => Assert.Contains($"`{f}/`", list, StringComparison.Ordinal));
    }
}
