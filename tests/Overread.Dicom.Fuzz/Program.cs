using System.Diagnostics;
using System.Globalization;
using Overread.Dicom.Fuzz;

int Option(string name, int otherwise)
{
    int at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
}

string folder = Path.Combine(Path.GetTempPath(), "overread-fuzz");
List<byte[]> seeds = Seeds.Create(Path.Combine(folder, "seeds"));
Mutator mutator = new(seeds);
int only = Option("--case", -1);
if (only >= 0)
{
    byte[] again = only % 8 == 0 ? TextCase.Make(only) : mutator.Case(only);
    File.WriteAllBytes(Path.Combine(folder, only % 8 == 0 ? "case.txt" : "case.dcm"), again);
    Console.WriteLine((only % 8 == 0 ? TextCase.Run(again) : FuzzCase.Run(again)) ?? "nothing wrong");
    return 0;
}

// The first cases compile the code; their time is not that of the work.
for (int warm = 0; warm < 200; warm++)
{
    FuzzCase.Run(mutator.Case(warm));
}

int first = Option("--from", 1);
TimeSpan limit = TimeSpan.FromMinutes(Option("--minutes", 60));
Stopwatch watch = Stopwatch.StartNew();
int number = first;
int failures = 0;
long total = 0;
double slowest = 0;
TimeSpan next = TimeSpan.FromMinutes(1);
while (watch.Elapsed < limit && failures < 20)
{
    // Every eighth case is a table or a message of decisions about patients.
    bool isText = number % 8 == 0;
    byte[] input = isText ? TextCase.Make(number) : mutator.Case(number);
    if (number % 16 == 0)
    {
        File.WriteAllText(
            Path.Combine(folder, $"last-case-{first}.txt"),
            number.ToString(CultureInfo.InvariantCulture)
        );
    }

    TimeSpan before = watch.Elapsed;
    string? problem = isText ? TextCase.Run(input) : FuzzCase.Run(input);
    slowest = Math.Max(slowest, (watch.Elapsed - before).TotalSeconds);
    total += input.Length;
    if (problem is not null)
    {
        failures++;
        Console.WriteLine($"case {number}: {problem}");
    }

    number++;
    if (watch.Elapsed > next)
    {
        Console.WriteLine(
            $"{watch.Elapsed:hh\\:mm\\:ss} {number - first} cases, {total >> 20} MiB, slowest {slowest:0.00} s, {failures} failures"
        );
        next += TimeSpan.FromMinutes(5);
    }
}

Console.WriteLine(
    $"{watch.Elapsed:hh\\:mm\\:ss} {number - first} cases from {seeds.Count} seeds, {total >> 20} MiB, slowest {slowest:0.00} s, {failures} failures"
);
return failures == 0 ? 0 : 1;
