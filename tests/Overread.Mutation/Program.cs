using System.Globalization;
using System.Text.Json;
using Overread.Mutation;

// driver run REPORT MUTATED TESTS WORK [--only WORD,WORD…]; worker …: see Worker.
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
    Console.Error.WriteLine("usage: run REPORT MUTATED TESTS WORK [--only WORD,WORD…]");
    return 2;
}

// Tests above this many milliseconds are left out and named.
const double Slow = 300;
string? only = Array.IndexOf(args, "--only") is var at and >= 0 ? args[at + 1] : null;
Mutant[] all = Mutant.Read(report);
Directory.CreateDirectory(folder);
foreach (string file in Directory.EnumerateFiles(tests, "*.dll"))
{
    File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
}

Instrument.Rewrite(mutated, Path.Combine(folder, Instrument.Library), all.Max(m => m.Id) + 1);
using (System.Diagnostics.Process measure = Driver.Start(folder, "measure", $"{Slow}"))
{
    List<string> said = [];
    measure.ErrorDataReceived += (_, line) => said.Add(line.Data ?? string.Empty);
    measure.StandardInput.Close();
    measure.StandardOutput.ReadToEnd();
    measure.WaitForExit();
    if (measure.ExitCode != 0)
    {
        Console.Error.WriteLine($"The run without mutants ended with {measure.ExitCode}. The first it said:");
        Console.Error.WriteLine(string.Join(Environment.NewLine, said.Take(20)));
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

    new Driver(folder, plan).Run(chosen, Note);
}

File.Move(results + ".new", results, overwrite: true);
Report.Print(File.ReadLines(results), Console.Out);
return 0;
