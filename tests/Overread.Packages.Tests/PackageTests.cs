using System.IO.Compression;
using System.Xml.Linq;

namespace Overread.Packages.Tests;

/// <summary>The libraries as products: what is packed, and that a stranger's program runs from it.</summary>
public class PackageTests(PackedFixture packed) : IClassFixture<PackedFixture>
{
    private static readonly string[] Products =
    [
        "Overread.Client",
        "Overread.Deidentification",
        "Overread.Dicom",
        "Overread.Ledger",
        "Overread.Quality",
    ];

    /// <summary>Products whose programs run by themselves.</summary>
    public static TheoryData<string> Names => [.. Products];

    [Fact]
    public void The_solution_packs_the_products_and_nothing_else() =>
        Assert.Equal(Products.Select(name => $"{name}.{Version()}.nupkg"), packed.Packages);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_package_says_what_it_is_and_where_it_came_from_to_nobody(string name)
    {
        string file = Path.Combine(packed.Feed, $"{name}.{Version()}.nupkg");
        using ZipArchive package = ZipFile.OpenRead(file);
        string[] entries = [.. package.Entries.Select(e => e.FullName)];
        Assert.Contains($"lib/net10.0/{name}.dll", entries);
        Assert.Contains($"lib/net10.0/{name}.xml", entries);
        Assert.Contains("README.md", entries);
        XElement metadata = XDocument
            .Load(package.GetEntry(name + ".nuspec")!.Open())
            .Root!.Elements()
            .Single(e => e.Name.LocalName == "metadata");
        string Value(string element) => metadata.Elements().Single(e => e.Name.LocalName == element).Value;
        Assert.Equal("Apache-2.0", Value("license"));
        Assert.Equal("README.md", Value("readme"));
        Assert.Equal("The Overread authors", Value("authors"));
        Assert.True(Value("description").Length > 60, $"{name} does not describe itself");
        Assert.DoesNotContain(metadata.Elements(), e => e.Name.LocalName is "repository" or "projectUrl");
        Assert.True(File.Exists(Path.ChangeExtension(file, ".snupkg")), $"{name} has no symbols");
        foreach (
            ZipArchiveEntry entry in package.Entries.Where(e => e.FullName.EndsWith(".dll", StringComparison.Ordinal))
        )
        {
            using MemoryStream bytes = new();
            using (Stream stream = entry.Open())
            {
                stream.CopyTo(bytes);
            }

            Assert.DoesNotContain(
                Tool.Root,
                System.Text.Encoding.Latin1.GetString(bytes.ToArray()),
                StringComparison.Ordinal
            );
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_programs_of_the_readme_run_from_the_package(string name)
    {
        // A client's programs have a fresh server to speak to; the others need nothing.
        await using RunningServer? server = name == "Overread.Client" ? await RunningServer.Start() : null;

        IReadOnlyList<(string Code, string Output)> programs = Readme.Programs(name);
        Assert.NotEmpty(programs);
        for (int n = 0; n < programs.Count; n++)
        {
            Assert.InRange(programs[n].Code.Trim().Split('\n').Length, 1, 15);
            string said = packed.Run(name, n, server is null ? [] : [server.Url]);
            Assert.True(programs[n].Output == said, $"{name} prints:\n{said}");
        }
    }

    private static string Version() =>
        XDocument.Load(Path.Combine(Tool.Root, "Directory.Build.props")).Descendants("Version").Single().Value;
}
