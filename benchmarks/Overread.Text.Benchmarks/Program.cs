using Overread.Deidentification.Phi;
using Overread.Text.Benchmarks;

// ./bench text                              speed
// ./bench text quality --data DIR [--half seen|held|all] [--corpus asq|meddocan|aci] [--show]
string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
if (args is not ["quality", ..])
{
    Console.Error.WriteLine("./bench text quality --data DIR");
    return 2;
}

string data = Option("--data") ?? "../shared/data";
string half = Option("--half") ?? "seen";
string? corpus = Option("--corpus");
TextWriter? show = args.Contains("--show") ? Console.Error : null;
bool Wanted(GoldDocument d) => half == "all" || Corpora.IsSeen(d.Name) == (half == "seen");
(string Name, IEnumerable<GoldDocument> Documents, PhiOptions Options)[] corpora =
[
    ("asq", Corpora.Asq(data), new PhiOptions()),
    ("meddocan", Corpora.Meddocan(data), new PhiOptions()),
    ("aci", Corpora.Aci(data), new PhiOptions()),
    ("dialogue", Corpora.Aci(data, "dialogue"), new PhiOptions()),
];
foreach ((string name, IEnumerable<GoldDocument> documents, PhiOptions options) in corpora.Where(c => corpus is null || c.Name == corpus))
{
    PhiScore score = new(new PhiDetector(options), show);
    foreach (GoldDocument document in documents.Where(Wanted))
    {
        score.Add(document);
    }

    score.Print($"{name}, half {half}");
}

return 0;
