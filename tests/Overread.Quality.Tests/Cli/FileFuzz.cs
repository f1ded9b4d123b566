using System.Globalization;
using System.IO.Compression;
using Overread.Quality.Numerics;
using Overread.Quality.Tests.Cli.Fuzz;

namespace Overread.Quality.Tests.Cli;

/// <summary>
/// Files of every form that the quality commands read, broken on purpose: each is read, or refused with its name. The short run is a
/// test; OVERREAD_FUZZ_MINUTES=30 makes the long one, OVERREAD_FUZZ_SEED another.
/// </summary>
public sealed class FileFuzz
{
    private const int Short = 600;

    [Fact]
    public void A_broken_file_is_read_or_refused_by_name()
    {
        string? minutes = Environment.GetEnvironmentVariable("OVERREAD_FUZZ_MINUTES");
        ulong seed = ulong.TryParse(Environment.GetEnvironmentVariable("OVERREAD_FUZZ_SEED"), out ulong other)
            ? other
            : 13;
        long end = minutes is null
            ? long.MaxValue
            : Environment.TickCount64 + (long)(double.Parse(minutes, CultureInfo.InvariantCulture) * 60_000);
        using Tool tool = new();
        FuzzedFile[] seeds = FuzzedFile.Seeds(tool);
        SortedDictionary<string, (int Read, int Refused)> counts = [];
        Dictionary<string, string> faults = [];
        long run = 0;
        for (; minutes is null ? run < Short : Environment.TickCount64 < end; run++)
        {
            SeededRandom random = SeededRandom.ForPart(seed, (ulong)run);
            FuzzedFile file = seeds[random.Next(seeds.Length)];
            byte[] broken = file.Broken(ref random);
            string path = tool.At("fuzzed" + file.Ending);
            File.WriteAllBytes(path, broken);
            string[] command = [.. file.Commands[random.Next(file.Commands.Length)].Split(' ')];
            string? fault = Fault(tool, command, path, out bool read);
            (int were, int refused) = counts.GetValueOrDefault(file.Name);
            counts[file.Name] = read ? (were + 1, refused) : (were, refused + 1);
            if (fault is not null && faults.TryAdd(fault, $"run {run}, {file.Name}, {string.Join(' ', command)}"))
            {
                string kept = Path.Combine(Path.GetTempPath(), $"overread-fuzz-{seed}-{run}{file.Ending}");
                File.WriteAllBytes(kept, broken);
            }
        }

        string summary = string.Join(
            "; ",
            counts.Select(one => $"{one.Key} {one.Value.Read} read, {one.Value.Refused} refused")
        );
        TestContext.Current.TestOutputHelper?.WriteLine($"{run} files: {summary}");
        if (minutes is not null)
        {
            File.WriteAllText(
                Path.Combine(Path.GetTempPath(), "overread-fuzz.txt"),
                $"{run} files, seed {seed}: {summary}\n" + string.Join('\n', faults.Select(f => $"{f.Value}: {f.Key}"))
            );
        }

        Assert.Empty(faults.Select(fault => $"{fault.Value}: {fault.Key}"));
        Assert.All(counts, one => Assert.True(one.Value.Read > 0 && one.Value.Refused > 0, one.Key));
    }

    /// <summary>What is wrong with how the command took the file; null where nothing is.</summary>
    private static string? Fault(Tool tool, string[] command, string path, out bool read)
    {
        read = false;
        try
        {
            (int code, string output, string error) = tool.Run([.. command, path]);
            read = code == 0;
            string[] said =
            [
                .. error.Split('\n').Where(line => line.StartsWith("overread ", StringComparison.Ordinal)),
            ];
            return code switch
            {
                0 when output.Length == 0 => "read, and nothing printed",
                0 => output.Contains("NaN", StringComparison.Ordinal) && !Holds(File.ReadAllBytes(path), "nan")
                    ? "NaN is printed"
                    : null,
                2
                    when said.Length == 1
                        && (
                            said[0].Contains(path, StringComparison.Ordinal)
                            || said[0].Contains("truth.csv", StringComparison.Ordinal)
                        ) => null,
                2 => "the error does not name the file: " + Kind(said.FirstOrDefault() ?? error),
                _ => $"exit code {code}: {Kind(error)}",
            };
        }
#pragma warning disable CA1031 // Whatever gets through is what is looked for.
        catch (Exception through)
#pragma warning restore CA1031
        {
            return $"{through.GetType().Name} {Kind(through.Message)} {through.StackTrace?.Split('\n')[0].Trim()}";
        }
    }

    /// <summary>Whether a file holds a word in any encoding and case, packed or not: what it says may be printed.</summary>
    private static bool Holds(byte[] bytes, string word) =>
        new string([.. Unpacked(bytes).Where(b => b != 0).Select(b => (char)b)]).Contains(
            word,
            StringComparison.OrdinalIgnoreCase
        );

    // Only files that were read come here, so that a workbook is a sound archive.
    private static byte[] Unpacked(byte[] bytes)
    {
        if (!bytes.AsSpan().StartsWith("PK"u8))
        {
            return bytes;
        }

        using ZipArchive workbook = new(new MemoryStream(bytes, writable: false));
        using MemoryStream all = new();
        foreach (ZipArchiveEntry entry in workbook.Entries)
        {
            using Stream content = entry.Open();
            content.CopyTo(all);
        }

        return all.ToArray();
    }

    /// <summary>A message without its numbers and quoted words, so that one fault is counted once.</summary>
    private static string Kind(string message) =>
        new([.. message.Split('\n')[0].Where(c => !char.IsDigit(c)).Take(160)]);
}
