using System.Diagnostics;
using System.Globalization;
using Overread.Text.Terminology;

namespace Overread.Text.Benchmarks;

/// <summary>Loads a generated terminology and searches it as people type: beginnings, words out of order, synonyms, codes, typing errors.</summary>
internal static class TermsRun
{
    private const double Target = 50;
    private static readonly string[] s_roots =
    [
        "card",
        "hepat",
        "nephr",
        "pulmon",
        "gastr",
        "neur",
        "derm",
        "oste",
        "arthr",
        "my",
        "encephal",
        "mening",
        "thyr",
        "pancreat",
        "splen",
        "lymph",
        "vascul",
        "phleb",
        "arteri",
        "bronch",
        "laryng",
        "pharyng",
        "ot",
        "rhin",
        "ophthalm",
        "kerat",
        "retin",
        "cyst",
        "prostat",
        "oophor",
        "salping",
        "mast",
        "chondr",
        "fibr",
        "lip",
        "aden",
        "carcin",
        "sarc",
        "blast",
        "cyt",
        "hem",
        "gluc",
    ];
    private static readonly string[] s_ends =
    [
        "itis",
        "osis",
        "opathy",
        "oma",
        "ectomy",
        "otomy",
        "ostomy",
        "oscopy",
        "ography",
        "algia",
        "emia",
        "uria",
        "plasia",
        "trophy",
        "plegia",
        "rrhagia",
        "stenosis",
        "megaly",
        "ptosis",
        "ia",
        "ic",
        "al",
        "ous",
        "ation",
    ];
    private static readonly string[] s_words =
    [
        "acute",
        "chronic",
        "primary",
        "secondary",
        "congenital",
        "acquired",
        "left",
        "right",
        "bilateral",
        "upper",
        "lower",
        "severe",
        "mild",
        "unspecified",
        "recurrent",
        "initial",
        "encounter",
        "sequela",
        "due",
        "to",
        "of",
        "with",
        "without",
        "in",
        "and",
        "the",
        "disorder",
        "syndrome",
        "disease",
        "injury",
        "fracture",
        "neoplasm",
        "malignant",
        "benign",
        "infection",
        "complication",
        "procedure",
        "measurement",
        "finding",
        "structure",
        "type",
        "stage",
        "grade",
        "pain",
        "failure",
        "insufficiency",
        "diabetes",
        "mellitus",
        "hypertension",
        "myocardial",
        "infarction",
        "pneumonia",
        "asthma",
        "anemia",
        "fever",
        "cough",
        "headache",
    ];

    internal static int Run(string[] args)
    {
        int Option(string name, int usual) =>
            Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length
                ? int.Parse(args[at + 1], CultureInfo.InvariantCulture)
                : usual;
        int count = Option("--terms", 500_000);
        Random random = new(Option("--seed", 1));
        List<TermEntry> entries = Generate(count, random);
        string path = Path.Combine(Path.GetTempPath(), $"overread-bench-{Environment.ProcessId}.terms");
        Stopwatch watch = Stopwatch.StartNew();
        TermIndexBuilder builder = new();
        entries.ForEach(builder.Add);
        using (FileStream file = File.Create(path))
        {
            builder.Write(file, "GENERATED", $"seed {Option("--seed", 1)}", []);
        }

        double built = watch.Elapsed.TotalSeconds;
        builder = null!;
        List<(string Kind, string Query, string Code)> queries = Queries(entries, random, 2_000);
        entries = null!;
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        long before = GC.GetTotalMemory(true);
        watch.Restart();
        TermIndex index = TermIndex.Open(File.ReadAllBytes(path));
        double opened = watch.Elapsed.TotalMilliseconds;
        double memory = (GC.GetTotalMemory(true) - before) / 1e6;
        Console.WriteLine(
            $"terms {index.Edition.Terms}, codes {index.Edition.Concepts}; built and written in {built:F1} s, {new FileInfo(path).Length / 1e6:F1} MB; opened in {opened:F0} ms, {memory:F1} MB of memory"
        );
        index.Search("warm up");
        bool held = true;
        Console.WriteLine(
            $"{"queries", -22} {"n", 6} {"median ms", 10} {"p99 ms", 8} {"max ms", 8}  found in the first 20"
        );
        foreach (
            IGrouping<string, (string Kind, string Query, string Code)> kind in queries
                .GroupBy(q => q.Kind)
                .Append(queries.GroupBy(_ => "all").Single())
        )
        {
            List<double> times = [];
            int found = 0;
            foreach ((_, string query, string code) in kind)
            {
                watch.Restart();
                IReadOnlyList<TermHit> hits = index.Search(query);
                times.Add(watch.Elapsed.TotalMilliseconds);
                found += hits.Any(h => h.Code == code) ? 1 : 0;
            }

            times.Sort();
            double p99 = times[(int)(times.Count * 0.99)];
            held &= p99 < Target;
            Console.WriteLine(
                $"{kind.Key, -22} {times.Count, 6} {times[times.Count / 2], 10:F2} {p99, 8:F2} {times[^1], 8:F2}  {(double)found / times.Count:P1}"
            );
        }

        File.Delete(path);
        Console.WriteLine(held ? $"p99 below {Target} ms for every kind of query" : $"p99 above {Target} ms");
        return held ? 0 : 1;
    }

    private static List<TermEntry> Generate(int count, Random random)
    {
        List<TermEntry> entries = new(count);
        for (int concept = 0; entries.Count < count; concept++)
        {
            string code = $"{(char)('A' + (concept % 26))}{concept / 26 % 100:D2}.{concept / 2600:D4}";
            int names = 1 + random.Next(3);
            for (int i = 0; i < names && entries.Count < count; i++)
            {
                entries.Add(new(code, Name(random), i == 0));
            }
        }

        return entries;
    }

    private static string Name(Random random)
    {
        int words = 2 + random.Next(6);
        List<string> name = [];
        for (int i = 0; i < words; i++)
        {
            name.Add(random.Next(3) == 0 ? Made(random) : s_words[random.Next(s_words.Length)]);
        }

        name[random.Next(words)] = Made(random);
        return string.Join(' ', name);
    }

    private static string Made(Random random)
    {
        string word =
            s_roots[random.Next(s_roots.Length)]
            + "o"
            + s_roots[random.Next(s_roots.Length)]
            + s_ends[random.Next(s_ends.Length)];
        return random.Next(4) == 0 ? s_roots[random.Next(s_roots.Length)] + "o" + word : word;
    }

    private static List<(string Kind, string Query, string Code)> Queries(
        List<TermEntry> entries,
        Random random,
        int count
    )
    {
        List<(string, string, string)> queries = [];
        for (int i = 0; i < count; i++)
        {
            TermEntry entry = entries[random.Next(entries.Count)];
            string[] words = entry.Text.Split(' ');
            queries.Add(
                (i % 7) switch
                {
                    0 => ("whole name", entry.Text, entry.Code),
                    1 => ("beginnings", string.Join(' ', words.Select(w => w[..Math.Min(w.Length, 5)])), entry.Code),
                    2 => ("out of order", string.Join(' ', words.OrderBy(_ => random.Next())), entry.Code),
                    3 => (
                        "typing errors",
                        string.Join(' ', words.Select(w => w.Length > 6 ? Mistyped(w, random) : w)),
                        entry.Code
                    ),
                    4 => ("code", entry.Code, entry.Code),
                    5 => ("one or two letters", words[0][..Math.Min(words[0].Length, 1 + random.Next(2))], entry.Code),
                    _ => ("one common word", s_words[random.Next(s_words.Length)], entry.Code),
                }
            );
        }

        return queries;
    }

    private static string Mistyped(string word, Random random)
    {
        int at = 1 + random.Next(word.Length - 2);
        return random.Next(4) switch
        {
            0 => word.Remove(at, 1),
            1 => word.Insert(at, "x"),
            2 => word[..at] + word[at + 1] + word[at] + word[(at + 2)..],
            _ => word[..at] + "q" + word[(at + 1)..],
        };
    }
}
