using Overread.Deidentification.Phi;

namespace Overread.Text.Benchmarks;

/// <summary>Recall and losses of the PHI detector on the corpora of a folder, one half at a time.</summary>
internal static class QualityRun
{
    internal static int Run(string[] args)
    {
        string? Option(string name) =>
            Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
        string data = Option("--data") ?? "../shared/data";
        string half = Option("--half") ?? "seen";
        string? corpus = Option("--corpus");
        TextWriter? show = args.Contains("--show") ? Console.Error : null;
        (string Name, IEnumerable<GoldDocument> Documents)[] corpora =
        [
            ("asq", Corpora.Asq(data)),
            ("meddocan", Corpora.Meddocan(data)),
            ("planted", Corpora.Aci(data).Select(PlantedNotes.Plant)),
            ("aci", Corpora.Aci(data)),
            ("dialogue", Corpora.Aci(data, "dialogue")),
        ];
        foreach (
            (string name, IEnumerable<GoldDocument> documents) in corpora.Where(c => corpus is null || c.Name == corpus)
        )
        {
            PhiScore score = new(new PhiDetector(), show);
            foreach (
                GoldDocument document in documents.Where(d =>
                    half == "all" || Corpora.IsSeen(d.Name) == (half == "seen")
                )
            )
            {
                score.Add(document);
            }

            score.Print($"{name}, half {half}");
        }

        return 0;
    }

    internal static int Tag(string path)
    {
        string text = File.ReadAllText(path);
        Console.WriteLine(PhiReplacer.Tag(text, new PhiDetector().Find(text)).Text);
        return 0;
    }
}
