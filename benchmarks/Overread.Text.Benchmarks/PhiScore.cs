using System.Globalization;
using Overread.Deidentification.Phi;

namespace Overread.Text.Benchmarks;

/// <summary>
/// Recall and losses of a detector on a corpus. Strict: every letter and digit of a value lies in what is removed. Lost: words
/// that hold no identifier of the corpus and are touched all the same.
/// </summary>
internal sealed class PhiScore(PhiDetector detector, TextWriter? show)
{
    private readonly SortedDictionary<string, (int All, int Strict, int Any)> _types = new(StringComparer.Ordinal);
    private int _negatives;
    private int _touched;
    private int _words;
    private int _lost;
    private int _found;
    private int _right;

    internal void Add(GoldDocument document)
    {
        IReadOnlyList<PhiSpan> spans = detector.Find(document.Text);
        bool[] removed = new bool[document.Text.Length];
        bool[] gold = new bool[document.Text.Length];
        foreach (PhiSpan span in spans)
        {
            removed.AsSpan(span.Start, span.Length).Fill(true);
        }

        foreach (GoldSpan span in document.Gold)
        {
            gold.AsSpan(span.Start, span.End - span.Start).Fill(true);
            (int all, int strict, int any) = _types.GetValueOrDefault(span.Type);
            int letters = 0;
            int gone = 0;
            for (int i = span.Start; i < span.End; i++)
            {
                letters += char.IsLetterOrDigit(document.Text[i]) ? 1 : 0;
                gone += char.IsLetterOrDigit(document.Text[i]) && removed[i] ? 1 : 0;
            }

            _types[span.Type] = (all + 1, strict + (gone == letters ? 1 : 0), any + (gone > 0 ? 1 : 0));
            if (gone != letters)
            {
                show?.WriteLine(
                    $"missed {span.Type}: «{document.Text[span.Start..span.End]}» in «{Around(document.Text, span.Start, span.End)}» ({document.Name})"
                );
            }
        }

        if (document.Gold.Count == 0)
        {
            _negatives++;
            _touched += spans.Count > 0 ? 1 : 0;
        }

        foreach (PhiSpan span in spans)
        {
            bool right = gold.AsSpan(span.Start, span.Length).Contains(true);
            _found++;
            _right += right ? 1 : 0;
            if (!right)
            {
                show?.WriteLine(
                    $"wrong {span.Type} {span.Rule} {span.Score:F2}: «{document.Text[span.Start..span.End]}» in «{Around(document.Text, span.Start, span.End)}» ({document.Name})"
                );
            }
        }

        Losses(document.Text, removed, gold);
    }

    private void Losses(string text, bool[] removed, bool[] gold)
    {
        for (int i = 0; i < text.Length; i++)
        {
            int start = i;
            bool lost = false;
            bool held = false;
            while (i < text.Length && !char.IsWhiteSpace(text[i]))
            {
                lost |= removed[i] && char.IsLetterOrDigit(text[i]);
                held |= gold[i];
                i++;
            }

            if (i > start && !held)
            {
                _words++;
                _lost += lost ? 1 : 0;
            }
        }
    }

    private static string Around(string text, int start, int end) =>
        text[Math.Max(0, start - 40)..Math.Min(text.Length, end + 25)].ReplaceLineEndings("⏎");

    internal void Print(string title)
    {
        Console.WriteLine($"## {title}");
        Console.WriteLine("| type | values | strict recall | any overlap |");
        Console.WriteLine("|---|---|---|---|");
        foreach (
            (string type, (int all, int strict, int any)) in _types.Append(
                new(
                    "all",
                    (_types.Values.Sum(v => v.All), _types.Values.Sum(v => v.Strict), _types.Values.Sum(v => v.Any))
                )
            )
        )
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {type} | {all} | {100.0 * strict / Math.Max(1, all):F1} % | {100.0 * any / Math.Max(1, all):F1} % |"
                )
            );
        }

        Console.WriteLine();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"texts without identifiers touched {_touched} of {_negatives} ({100.0 * _touched / Math.Max(1, _negatives):F1} %); other words lost {_lost} of {_words} ({100.0 * _lost / Math.Max(1, _words):F2} %); spans that hit {_right} of {_found} ({100.0 * _right / Math.Max(1, _found):F1} %)"
            )
        );
        Console.WriteLine();
    }
}
