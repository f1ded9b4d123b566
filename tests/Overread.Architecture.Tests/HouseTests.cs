using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Overread.Architecture.Tests;

/// <summary>The walls of the house, read from project files and sources.</summary>
public class HouseTests
{
    private static readonly string Root = SourceTree.Root;

    // Every arrow between projects that may exist. A new arrow is a decision: write an ADR, then a row here.
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Overread.Quality"] = [],
        ["Overread.Client"] = [],
        ["Overread.Deidentification"] = [],
        ["Overread.Ledger"] = [],
        ["Overread.Domain"] = [],
        ["Overread.Text"] = [],
        ["Overread.Imaging"] = ["Overread.Quality"],
        ["Overread.Learning"] = ["Overread.Quality"],
        ["Overread.Dicom"] = ["Overread.Deidentification"],
        ["Overread.Ocr"] = ["Overread.Dicom"],
        ["Overread.Storage"] = ["Overread.Domain", "Overread.Ledger"],
        ["Overread.Storage.Sqlite"] = ["Overread.Storage"],
        ["Overread.Storage.Files"] = ["Overread.Storage"],
        ["Overread.Server"] =
        [
            "Overread.Deidentification",
            "Overread.Dicom",
            "Overread.Domain",
            "Overread.Ledger",
            "Overread.Ocr",
            "Overread.Quality",
            "Overread.Storage",
            "Overread.Storage.Files",
            "Overread.Storage.Sqlite",
            "Overread.Text",
        ],
        ["Overread.Cli"] =
        [
            "Overread.Client",
            "Overread.Deidentification",
            "Overread.Dicom",
            "Overread.Imaging",
            "Overread.Learning",
            "Overread.Ledger",
            "Overread.Ocr",
            "Overread.Quality",
            "Overread.Server",
            "Overread.Text",
        ],
        ["Overread.Cli.Native"] = ["Overread.Deidentification", "Overread.Dicom"],
    };

    // What packs as a NuGet package.
    private static readonly string[] Products =
    [
        "Overread.Client",
        "Overread.Deidentification",
        "Overread.Dicom",
        "Overread.Ledger",
        "Overread.Quality",
    ];

    [Fact]
    public void Projects_refer_only_to_what_the_table_allows()
    {
        foreach (string project in Projects())
        {
            string name = Path.GetFileNameWithoutExtension(project);
            Assert.True(Arrows.ContainsKey(name), $"{name} is not in the arrow table");
            IEnumerable<string> references = XDocument
                .Load(project)
                .Descendants("ProjectReference")
                .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
            Assert.Empty(references.Except(Arrows[name]));
        }
    }

    [Fact]
    public void Every_file_says_the_namespace_of_its_folder()
    {
        foreach (string name in Arrows.Keys)
        {
            // A generated file (.g.cs) says its library's, whatever its folder.
            foreach (
                (string file, string text) in SourceTree
                    .Of(name)
                    .Where(s => !s.File.EndsWith(".g.cs", StringComparison.Ordinal))
            )
            {
                string folder = Path.GetRelativePath(
                    Path.Combine(Root, "src"),
                    Path.GetDirectoryName(Path.Combine(Root, file))!
                );
                Match said = Regex.Match(text, @"^namespace ([\w.]+)", RegexOptions.Multiline);
                Assert.True(
                    !said.Success || said.Groups[1].Value == folder.Replace('/', '.'),
                    $"{file} says {said.Groups[1].Value}"
                );
            }
        }
    }

    [Theory]
    [InlineData("Overread.Quality")]
    [InlineData("Overread.Client")]
    [InlineData("Overread.Deidentification")]
    [InlineData("Overread.Domain")]
    [InlineData("Overread.Learning")]
    [InlineData("Overread.Text")]
    public void The_pure_rooms_need_no_package(string name) =>
        Assert.Empty(XDocument.Load(Path.Combine(Root, "src", name, name + ".csproj")).Descendants("PackageReference"));

    [Fact]
    public void Nobody_but_composition_names_a_provider()
    {
        foreach (
            (string file, string text) in SourceTree
                .Of("Overread.Server")
                .Where(s => !s.File.Contains("/Composition/", StringComparison.Ordinal))
        )
        {
            Assert.False(
                text.Contains("Overread.Storage.Sqlite", StringComparison.Ordinal)
                    || text.Contains("Overread.Storage.Files", StringComparison.Ordinal),
                $"{file} names a storage provider"
            );
        }
    }

    // The analyzer refuses what the list bans; this holds the list and the two places that are excepted.
    [Theory]
    [InlineData("P:System.DateTime.UtcNow")]
    [InlineData("P:System.DateTimeOffset.UtcNow")]
    [InlineData("P:System.TimeProvider.System")]
    [InlineData("M:System.Guid.NewGuid")]
    [InlineData("P:System.Random.Shared")]
    [InlineData("P:System.Threading.Tasks.Task`1.Result")]
    public void Clocks_randomness_and_waiting_are_banned_by_the_analyzer(string symbol)
    {
        Assert.Contains(
            File.ReadLines(Path.Combine(Root, "src/BannedSymbols.txt")),
            line => line.StartsWith(symbol + ";", StringComparison.Ordinal)
        );
        string[] excepted =
        [
            .. Regex
                .Matches(File.ReadAllText(Path.Combine(Root, ".editorconfig")), @"\[(.+)\]\n(?=[^\[]*RS0030)")
                .Select(m => m.Groups[1].Value),
        ];
        Assert.Equal(["src/Overread.Server/Composition/**.cs", "src/Overread.Cli/**.cs"], excepted);
        foreach (string name in Arrows.Keys)
        {
            Assert.All(
                SourceTree.Of(name),
                s => Assert.DoesNotMatch("pragma warning disable [^\n]*RS0030|SuppressMessage[^\n]*RS0030", s.Text)
            );
        }
    }

    [Fact]
    public void The_products_are_these_and_each_lists_its_public_api()
    {
        string[] products =
        [
            .. Projects()
                .Where(p => XDocument.Load(p).Descendants("IsPackable").Any(e => e.Value == "true"))
                .Select(p => Path.GetFileNameWithoutExtension(p))
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(Products, products);
        foreach (string name in products)
        {
            string folder = Path.Combine(Root, "src", name);
            Assert.True(File.Exists(Path.Combine(folder, "README.md")), $"{name} has no README.md");
            Assert.True(
                File.ReadLines(Path.Combine(folder, "PublicAPI.Shipped.txt"))
                    .Concat(File.ReadLines(Path.Combine(folder, "PublicAPI.Unshipped.txt")))
                    .Count(line => line.StartsWith(name, StringComparison.Ordinal)) > 10,
                $"{name} lists no public API"
            );
        }
    }

    [Fact]
    public void The_domain_has_no_setters_no_async_and_only_sealed_events()
    {
        foreach ((string file, string text) in SourceTree.Of("Overread.Domain"))
        {
            string code = SourceTree.StripComments(text);
            Assert.DoesNotContain("async ", code, StringComparison.Ordinal);
            Assert.DoesNotContain("System.IO", code, StringComparison.Ordinal);
            foreach (Match record in Regex.Matches(code, @"^.*\brecord \w+.*: DomainEvent", RegexOptions.Multiline))
            {
                Assert.Contains("sealed", record.Value, StringComparison.Ordinal);
            }

            if (!file.EndsWith("Worklist.cs", StringComparison.Ordinal))
            {
                Assert.False(code.Contains("{ get; set; }", StringComparison.Ordinal), $"{file} has a public setter");
            }
        }
    }

    [Fact]
    public void Every_event_is_in_the_list_of_its_stream_or_modality()
    {
        string[] lists =
        [
            .. SourceTree
                .Of("Overread.Domain")
                .Where(s =>
                    s.File.EndsWith("EventTypes.cs", StringComparison.Ordinal)
                    || (
                        s.File.Contains("/Modalities/", StringComparison.Ordinal)
                        && s.File.EndsWith("Domain.cs", StringComparison.Ordinal)
                    )
                )
                .Select(s => s.Text),
        ];
        foreach ((_, string text) in SourceTree.Of("Overread.Domain"))
        {
            foreach (
                Match record in Regex.Matches(SourceTree.StripComments(text), @"sealed record (\w+)[^;{]*: DomainEvent")
            )
            {
                Assert.Single(lists, l => l.Contains($"typeof({record.Groups[1].Value})", StringComparison.Ordinal));
            }
        }
    }

    // What a modality or a file format is called. A word ends where a capital, a digit, an underscore or the end does.
    private const string ModalityWords =
        "imaging|dicom|photo|pixel|pixels|frame|frames|face|faces|coco|jpeg|nifti|brat|ultrasound|image|images";

    [Fact]
    public void Features_name_no_modality_and_no_file_format()
    {
        // Names on the wire that programs read, from before there was more than one modality; and words about screens.
        string[] allowed =
        [
            "JsonPropertyName(\"images\")",
            "identicalImagesAcrossSplits = rows",
            "DevicePixelRatio",
            "screen pixels wide",
        ];
        Regex word = new(
            $@"(?<![A-Za-z])(?:{ModalityWords})(?![a-z])|(?<=[a-z])(?:{Capitalised()})(?![a-z])|(?<![A-Za-z])(?:{Capitalised()})(?![a-z])"
        );
        foreach (
            (string file, string text) in SourceTree
                .Of("Overread.Server")
                .Where(s => s.File.Contains("/Features/", StringComparison.Ordinal))
        )
        {
            string code = SourceTree.StripComments(text);
            foreach (string name in allowed)
            {
                code = code.Replace(name, "", StringComparison.Ordinal);
            }

            Match match = word.Match(code);
            Assert.False(match.Success, $"{file} names a modality or a file format: {match.Value}");
            Assert.DoesNotContain("Overread.Dicom", code, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Composition_alone_names_a_modality_and_no_modality_names_another()
    {
        string[] names =
        [
            .. Directory
                .EnumerateDirectories(Path.Combine(Root, "src/Overread.Server/Modalities"))
                .Select(d => Path.GetFileName(d)),
        ];
        foreach ((string file, string text) in SourceTree.Of("Overread.Server"))
        {
            foreach (string name in names)
            {
                bool own =
                    file.Contains($"/Modalities/{name}/", StringComparison.Ordinal)
                    || file.Contains("/Composition/", StringComparison.Ordinal);
                Assert.False(
                    !own && Regex.IsMatch(SourceTree.StripComments(text), $@"\bModalities\.{name}\b"),
                    $"{file} names the modality {name}"
                );
            }
        }
    }

    private static string Capitalised() =>
        string.Join('|', ModalityWords.Split('|').Select(w => char.ToUpperInvariant(w[0]) + w[1..]));

    [Fact]
    public void Code_says_reader_and_rooms_have_names_of_their_own()
    {
        foreach (string name in Arrows.Keys)
        {
            foreach ((string file, string text) in SourceTree.Of(name))
            {
                Assert.False(
                    Regex.IsMatch(
                        SourceTree.StripComments(text),
                        @"\b(class|record|struct|interface|enum) \w*(Helper|Manager|Utils|Annotator)\b"
                    ),
                    $"{file} has a type named Helper, Manager, Utils or Annotator"
                );
            }
        }

        Assert.DoesNotContain(
            Directory.EnumerateDirectories(Path.Combine(Root, "src"), "*", SearchOption.AllDirectories),
            d => Path.GetFileName(d) is "Core" or "Common" or "Shared" or "Utils"
        );
    }

    [Fact]
    public void No_modality_of_the_workbench_imports_another()
    {
        string modalities = Path.Combine(Root, "web/modalities");
        if (!Directory.Exists(modalities))
        {
            return;
        }

        string[] names = [.. Directory.EnumerateDirectories(modalities).Select(d => Path.GetFileName(d))];
        foreach (string name in names)
        {
            foreach (
                string file in Directory.EnumerateFiles(
                    Path.Combine(modalities, name),
                    "*.ts*",
                    SearchOption.AllDirectories
                )
            )
            {
                string text = File.ReadAllText(file);
                Assert.DoesNotContain(
                    names.Where(n => n != name),
                    other =>
                        text.Contains($"modalities/{other}", StringComparison.Ordinal)
                        || text.Contains($"../{other}/", StringComparison.Ordinal)
                );
            }
        }
    }

    private static IEnumerable<string> Projects() =>
        Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories);
}
