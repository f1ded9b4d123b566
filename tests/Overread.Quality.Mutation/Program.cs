using System.Globalization;
using System.Text.Json;
using Overread.Quality.Mutation;

// driver run REPORT MUTATED TESTS WORK [--only WORD]… [--slow MS] [--budget MS] [--known FILE]; worker …: see Worker.
if (args is ["worker", var place, var role, ..])
{
    Worker worker = new(place);
    string planFile = Path.Combine(place, "plan.json");
    if (role == "measure")
    {
        worker.Measure(double.Parse(args[3], CultureInfo.InvariantCulture), planFile);
    }
    else
    {
        worker.Serve(JsonSerializer.Deserialize<Plan>(File.ReadAllText(planFile))!, fresh: role == "fresh");
    }

    return 0;
}

if (args is not ["run", var report, var mutated, var tests, var folder, ..])
{
    Console.Error.WriteLine(
        "usage: run REPORT MUTATED TESTS WORK [--only WORD] [--slow MS] [--budget MS] [--known FILE]"
    );
    return 2;
}

string? Option(string name) => Array.IndexOf(args, name) is var at && at >= 0 ? args[at + 1] : null;
double Number(string name, double usual) =>
    Option(name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : usual;

Mutant[] all = Mutant.Read(report);
Directory.CreateDirectory(folder);
foreach (string file in Directory.EnumerateFiles(tests, "*.dll"))
{
    File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
}

Instrument.Rewrite(mutated, Path.Combine(folder, Instrument.Library), all.Max(m => m.Id) + 1);
using (System.Diagnostics.Process measure = Driver.Start(folder, "measure", $"{Number("--slow", 1000)}"))
{
    measure.StandardInput.Close();
    measure.StandardOutput.ReadToEnd();
    measure.WaitForExit();
    if (measure.ExitCode != 0)
    {
        Console.Error.WriteLine($"The run without mutants ended with {measure.ExitCode}.");
        return 1;
    }
}

Plan plan = JsonSerializer.Deserialize<Plan>(File.ReadAllText(Path.Combine(folder, "plan.json")))!;
TestTime[] ran = [.. plan.Tests.Where(t => t is { Failure: null, Slow: false })];
Console.WriteLine(
    $"{ran.Length} tests, {ran.Sum(t => t.Milliseconds) / 1000:F1} s; made once: {plan.Once.Length} mutants"
);
foreach (TestTime test in plan.Tests.Where(t => t.Slow || t.Failure is not null))
{
    Console.WriteLine($"left out: {test.Name} ({test.Failure ?? $"{test.Milliseconds:F0} ms"})");
}

// Earlier results, to run only what had survived: a mutant is known by its file and its change, whatever its number is now.
HashSet<string> known = Option("--known") is { } earlier
    ?
    [
        .. Numbered(File.ReadLines(earlier).Select(l => l.Split('\t')))
            .Where(k => k.Words[1] is "Killed" or "Timeout")
            .Select(k => k.Key),
    ]
    : [];
string? only = Option("--only");
Mutant[] chosen =
[
    .. all.Where(m => m.Status is not ("Ignored" or "CompileError"))
        .Where(m => only is null || only.Split(',').Any(word => m.File.Contains(word, StringComparison.Ordinal))),
];
string results = Path.Combine(folder, "results.tsv");
using (StreamWriter writer = new(results + ".new") { AutoFlush = true })
{
    void Note(Mutant m, string status, string? test) =>
        writer.WriteLine($"{m.Id}\t{status}\t{m.File}:{m.Line}\t{m.Kind}\t{m.Before}\t{m.After}\t{test}");

    Dictionary<int, string> keys = Numbered(
            all.Where(m => m.Status is not ("Ignored" or "CompileError"))
                .Select(m => (string[])[$"{m.Id}", "", $"{m.File}:{m.Line}", m.Kind, m.Before, m.After])
        )
        .ToDictionary(k => int.Parse(k.Words[0], CultureInfo.InvariantCulture), k => k.Key);
    foreach (Mutant m in chosen.Where(m => known.Contains(keys[m.Id])))
    {
        Note(m, "Killed", "(known)");
    }

    new Driver(folder, plan, Number("--budget", 4000)).Run([.. chosen.Where(m => !known.Contains(keys[m.Id]))], Note);
}

File.Move(results + ".new", results, overwrite: true);
Report.Print(File.ReadLines(results), Console.Out);
return 0;

// Like changes in one file are told apart by their order.
static IEnumerable<(string[] Words, string Key)> Numbered(IEnumerable<string[]> rows)
{
    Dictionary<string, int> seen = [];
    foreach (string[] words in rows.OrderBy(w => int.Parse(w[0], CultureInfo.InvariantCulture)))
    {
        string key = $"{words[2].Split(':')[0]}|{words[3]}|{words[4]}|{words[5]}";
        seen[key] = seen.GetValueOrDefault(key) + 1;
        yield return (words, $"{key}|{seen[key]}");
    }
}
