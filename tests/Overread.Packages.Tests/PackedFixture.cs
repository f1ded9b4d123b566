namespace Overread.Packages.Tests;

/// <summary>
/// The packages of this checkout in a folder of their own, and the programs of their READMEs built from there: with their
/// own configuration and package folder, so that neither the solution nor an older package is what is tried.
/// </summary>
public sealed class PackedFixture : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("overread-packages-").FullName;

    /// <summary>Packs, restores and builds.</summary>
    public PackedFixture()
    {
        Feed = Path.Combine(_root, "feed");
        Tool.Run(
            Tool.Root,
            "dotnet",
            ["pack", "Overread.slnx", "-c", "Release", "--no-build", "-o", Feed, "-v", "q", "--nologo"]
        );
        Packages =
        [
            .. Directory.EnumerateFiles(Feed, "*.nupkg").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal),
        ];
        File.WriteAllText(
            Path.Combine(_root, "nuget.config"),
            $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{Path.Combine(_root, "installed")}" /></config>
              <packageSources><add key="packed" value="{Feed}" /></packageSources>
              <packageSourceMapping><clear /></packageSourceMapping>
              <fallbackPackageFolders><add key="known" value="{Known()}" /></fallbackPackageFolders>
            </configuration>
            """
        );
        File.WriteAllText(Path.Combine(_root, "Directory.Build.props"), "<Project />");
        List<string> projects = [];
        foreach (string package in Packages)
        {
            string[] parts = package.Split('.');
            string name = string.Join('.', parts[..2]);
            string version = string.Join('.', parts[2..^1]);
            int n = 0;
            foreach ((string code, _) in Readme.Programs(name))
            {
                projects.Add(Write(name, version, n++, code));
            }
        }

        File.WriteAllText(
            Path.Combine(_root, "Programs.slnx"),
            $"<Solution>{string.Concat(projects.Select(p => $"""<Project Path="{p}" />"""))}</Solution>"
        );
        Tool.Run(_root, "dotnet", ["build", "Programs.slnx", "-c", "Release", "-v", "q", "--nologo"]);
    }

    /// <summary>Where the packages are.</summary>
    public string Feed { get; }

    /// <summary>The names of the package files, without their symbols.</summary>
    public IReadOnlyList<string> Packages { get; }

    /// <summary>Runs a program of a README.</summary>
    public string Run(string package, int program, params string[] arguments)
    {
        string folder = Path.Combine(_root, $"{package}.{program}");
        return Tool.Run(
                folder,
                "dotnet",
                [Path.Combine("bin", "Release", "net10.0", $"{package}.{program}.Program.dll"), .. arguments]
            )
            .Trim();
    }

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(_root, recursive: true);

    // What the packages need of others was restored for this checkout already.
    private static string Known() =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private string Write(string package, string version, int number, string code)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_root, $"{package}.{number}")).FullName;
        File.WriteAllText(Path.Combine(folder, "Program.cs"), code);
        File.WriteAllText(
            Path.Combine(folder, $"{package}.{number}.Program.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="{package}" Version="[{version}]" /></ItemGroup>
            </Project>
            """
        );
        return $"{package}.{number}/{package}.{number}.Program.csproj";
    }
}
