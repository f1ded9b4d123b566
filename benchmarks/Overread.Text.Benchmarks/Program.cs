using Overread.Deidentification.Phi;
using Overread.Text.Benchmarks;

// ./bench text                              speed
// ./bench text tag FILE                     what a text looks like with tags
// ./bench text quality --data DIR [--half seen|held|all] [--corpus asq|meddocan|aci] [--show]
string? Option(string name) =>
    Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
if (args is ["tag", var path])
{
    string read = File.ReadAllText(path);
    Console.WriteLine(PhiReplacer.Tag(read, new PhiDetector(new PhiOptions { Year = 2026 }).Find(read)).Text);
    return 0;
}

if (args is not ["quality", ..])
{
    SpeedRun.Run();
    return 0;
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
    ("planted", Corpora.Aci(data).Select(PlantedNotes.Plant), new PhiOptions()),
    ("aci", Corpora.Aci(data), new PhiOptions()),
    ("dialogue", Corpora.Aci(data, "dialogue"), new PhiOptions()),
];
foreach (
    (string name, IEnumerable<GoldDocument> documents, PhiOptions options) in corpora.Where(c =>
        corpus is null || c.Name == corpus
    )
)
{
    PhiScore score = new(new PhiDetector(options), show);
    foreach (GoldDocument document in documents.Where(Wanted))
    {
        score.Add(document);
    }

    score.Print($"{name}, half {half}");
}

return 0;
