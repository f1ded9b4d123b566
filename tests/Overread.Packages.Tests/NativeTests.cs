using System.Text;

namespace Overread.Packages.Tests;

/// <summary>De-identification as a program of its own does what the tool does.</summary>
public sealed class NativeTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("overread-native-").FullName;

    [Fact]
    public void It_writes_says_and_reports_what_the_tool_does() =>
        Compare(
            "dotnet",
            Path.Combine(Tool.Root, "src/Overread.Cli.Native/bin/Release/net10.0/overread-deidentify.dll")
        );

    [Fact]
    public void Compiled_natively_it_does_so_too_and_without_a_runtime()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("OVERREAD_TEST_ALL") == "1", "a minute: ./test --all");
        Assert.SkipUnless(File.Exists("/usr/bin/gcc"), "gcc is not installed");
        string platform =
            System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString() == "Arm64"
                ? "linux-arm64"
                : "linux-x64";
        Tool.Run(
            Tool.Root,
            "dotnet",
            "publish",
            "src/Overread.Cli.Native",
            "-c",
            "Release",
            "-p:Native=true",
            "-r",
            platform,
            "--artifacts-path",
            Path.Combine(_root, "artifacts"),
            "-o",
            Path.Combine(_root, "native"),
            "-v",
            "q",
            "--nologo"
        );
        Compare(Path.Combine(_root, "native", "overread-deidentify"));
    }

    [Fact]
    public void What_it_leaves_out_it_names_where_the_tool_is_not_beside_it()
    {
        string sources = Sources();
        string program = Path.Combine(Tool.Root, "src/Overread.Cli.Native/bin/Release/net10.0/overread-deidentify.dll");
        foreach (string[] words in new[] { new[] { "--pixels", "propose" }, ["--pixels=blank"], ["--plan", "p.yaml"] })
        {
            (int code, string said) = Tool.Try(_root, "dotnet", [program, sources, "out", "--key", "k", .. words]);
            Assert.Equal(2, code);
            Assert.Contains("overread.dll does not lie beside this program", said, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(Path.Combine(_root, "out")));
        Assert.False(File.Exists(Path.Combine(_root, "k")));
    }

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Compare(string program, params string[] before)
    {
        string sources = Sources();
        string tool = Path.Combine(Tool.Root, "src/Overread.Cli/bin/Release/net10.0/overread.dll");
        string[][] plans =
        [
            [],
            ["--profile", "strict", "--json"],
            ["--option", "retain-modified-dates", "--option", "clean-descriptors"],
            ["--profile", "none-such"],
        ];
        foreach (string[] plan in plans)
        {
            string[] words = ["--key", "key", "--jobs", "1", .. plan];
            (int code, string said) = Run("dotnet", [tool, "deidentify", sources, "a", "--report", "ra", .. words]);
            (int own, string ownSaid) = Run(program, [.. before, sources, "b", "--report", "rb", .. words]);
            Assert.Equal(code, own);
            Assert.Equal(said, ownSaid);
            Assert.Equal(Content("a"), Content("b"));
            Assert.Equal(Content("ra"), Content("rb"));
            Assert.Equal(
                plan is ["--profile", "none-such"] ? 0 : 3,
                Content("a").Count(f => f.Contains(".dcm: ", StringComparison.Ordinal))
            );
            foreach (
                string folder in new[] { "a", "b", "ra", "rb" }.Where(f => Directory.Exists(Path.Combine(_root, f)))
            )
            {
                Directory.Delete(Path.Combine(_root, folder), true);
            }
        }

        string one = Directory.GetFiles(sources)[0];
        string[] explain = [one, "--explain", "--json"];
        Assert.Equal(Run("dotnet", [tool, "deidentify", .. explain]), Run(program, [.. before, .. explain]));
        string[] print = [one, "--print-plan", "--profile", "strict", "--option", "clean-graphics"];
        Assert.Equal(Run("dotnet", [tool, "deidentify", .. print]), Run(program, [.. before, "deidentify", .. print]));
    }

    // The key is made by whoever comes first and stays: the pseudonyms are the same for both.
    private (int Code, string Said) Run(string program, IEnumerable<string> words)
    {
        (int code, string said) = Tool.Try(_root, program, words);
        return (
            code,
            said.Replace(
                "A new project key was made. Keep it apart from the data: without it no second run gives the same pseudonyms.\n",
                "",
                StringComparison.Ordinal
            )
        );
    }

    private List<string> Content(string folder) =>
        Directory.Exists(Path.Combine(_root, folder))
            ?
            [
                .. Directory
                    .GetFiles(Path.Combine(_root, folder), "*", SearchOption.AllDirectories)
                    .Order(StringComparer.Ordinal)
                    .Select(f =>
                        $"{Path.GetRelativePath(Path.Combine(_root, folder), f)}: {Convert.ToHexString(File.ReadAllBytes(f))}"
                    ),
            ]
            : [];

    // Three objects of two patients, and a file that is none.
    private string Sources()
    {
        string folder = Path.Combine(_root, "in");
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            for (int n = 0; n < 3; n++)
            {
                File.WriteAllBytes(Path.Combine(folder, $"{n}.dcm"), Dicom(n));
            }

            File.WriteAllText(Path.Combine(folder, "notes.txt"), "no image");
        }

        return folder;
    }

    private static byte[] Dicom(int n)
    {
        const string secondary = "1.2.840.10008.5.1.4.1.1.7";
        string uid = $"1.2.3.{n + 1}";
        byte[] meta =
        [
            .. Element(0x0002, 0x0002, "UI", secondary),
            .. Element(0x0002, 0x0003, "UI", uid),
            .. Element(0x0002, 0x0010, "UI", "1.2.840.10008.1.2.1"),
        ];
        return
        [
            .. new byte[128],
            .. "DICM"u8,
            .. new byte[] { 2, 0, 0, 0, (byte)'U', (byte)'L', 4, 0 },
            .. BitConverter.GetBytes(meta.Length),
            .. meta,
            .. Element(0x0008, 0x0016, "UI", secondary),
            .. Element(0x0008, 0x0018, "UI", uid),
            .. Element(0x0008, 0x0020, "DA", "20240229"),
            .. Element(0x0008, 0x0060, "CS", "OT"),
            .. Element(0x0008, 0x1030, "LO", "CT ABD PEL W CON"),
            .. Element(0x0010, 0x0010, "PN", n < 2 ? "Meier^Anna" : "Okafor^Chidi"),
            .. Element(0x0010, 0x0020, "LO", n < 2 ? "47110815" : "0815"),
            .. Element(0x0010, 0x1010, "AS", "091Y"),
            .. Element(0x0020, 0x000D, "UI", n < 2 ? "1.2.3.100" : "1.2.3.101"),
            .. Element(0x0020, 0x000E, "UI", $"1.2.3.200.{n}"),
        ];
    }

    private static byte[] Element(ushort group, ushort element, string vr, string value)
    {
        byte[] text = Encoding.ASCII.GetBytes(value.Length % 2 == 0 ? value : value + (vr == "UI" ? '\0' : ' '));
        return
        [
            .. BitConverter.GetBytes(group),
            .. BitConverter.GetBytes(element),
            .. Encoding.ASCII.GetBytes(vr),
            .. BitConverter.GetBytes((ushort)text.Length),
            .. text,
        ];
    }
}
