using System.Globalization;
using Overread.Dicom.PixelText;

namespace Overread.Dicom.Tests.AnswerKey;

/// <summary>
/// Scores outputs against the key, stricter than MIDI-B where reference/deidentification.md section 3 names its weak spots:
/// a missing file fails every check, intervals are checked, a removed date or identifier fails, and every byte of every
/// output is searched for what identifies its patient.
/// </summary>
internal sealed class KeyScorer
{
    private readonly KeyedSet _set;
    private readonly Dictionary<string, string> _uids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _pseudonyms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _patients = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> _offsets = [];

    private KeyScorer(KeyedSet set) => _set = set;

    /// <param name="set">The sources and their key.</param>
    /// <param name="outputs">Path and bytes of each output, by the identifier of its source instance.</param>
    internal static KeyScore Score(KeyedSet set, IReadOnlyDictionary<string, (string Path, byte[] Bytes)> outputs)
    {
        KeyScore score = new();
        KeyScorer scorer = new(set);
        foreach (KeyedInstance instance in set.Instances)
        {
            bool there = outputs.TryGetValue(instance.SopInstanceUid, out (string Path, byte[] Bytes) output);
            using DicomFile? file = there ? DicomFile.Read(output.Bytes) : null;
            HashSet<PixelBox> readable = file is null ? [] : Readable(file, instance.Checks);
            foreach (KeyCheck check in instance.Checks)
            {
                bool passed =
                    file is not null
                    && scorer.Passes(check, file.Dataset, instance.Patient)
                    && !readable.Contains(check.Box);
                score.Add(check, passed, $"\"{check.Value}\" in {instance.Name}");
            }

            if (there)
            {
                scorer.SearchElsewhere(instance, output.Path, output.Bytes, score);
            }
        }

        return score;
    }

    private bool Passes(KeyCheck check, Dataset root, int patient)
    {
        Element? element = Find(root, check.Path, out Dataset level);
        string text = element is null ? "" : level.TextOf(element) ?? "";
        return check.Action switch
        {
            KeyAction.TagRetained => element is not null,
            KeyAction.TextNotNull => text.Length > 0,
            KeyAction.TextRetained => Words(check.Value).All(word => Words(text).Contains(word)),
            KeyAction.TextRemoved => element is null || !Holds(element, level, check.Value),
            KeyAction.DateShifted => Shifted(check.Value, text, patient),
            KeyAction.UidChanged => text.Length > 0 && text != check.Value,
            KeyAction.UidConsistent => text.Length > 0 && OneToOne(_uids, _sources, check.Value, text),
            KeyAction.PatientIdConsistent => text.Length > 0
                && text != check.Value
                && OneToOne(_pseudonyms, _patients, check.Value, text),
            KeyAction.PixelsRetained => element is not null && KeyedSet.Hash(element.ReadBytes().Span) == check.Value,
            // What can still be read has been looked for by its box.
            KeyAction.PixelsHidden => element is not null,
            _ => false,
        };
    }

    /// <summary>Boxes of burned-in words that tesseract reads in the output.</summary>
    private static HashSet<PixelBox> Readable(DicomFile file, IReadOnlyList<KeyCheck> checks)
    {
        BurnedInWord[] words =
        [
            .. checks
                .Where(check => check.Action == KeyAction.PixelsHidden)
                .Select(check => new BurnedInWord(check.Box, check.Value)),
        ];
        return words.Length == 0 ? [] : [.. PageReader.ReadableUpClose(file, words).Select(word => word.Box)];
    }

    private static Element? Find(Dataset root, IReadOnlyList<(Tag Tag, int Item)> path, out Dataset level)
    {
        level = root;
        foreach ((Tag tag, int item) in path.Take(path.Count - 1))
        {
            IReadOnlyList<Dataset> items = level.GetItems(tag);
            if (item >= items.Count)
            {
                return null;
            }

            level = items[item];
        }

        return level.TryGet(path[^1].Tag, out Element? element) ? element : null;
    }

    /// <summary>True where any word of the secret is in the element or in anything below it.</summary>
    private static bool Holds(Element element, Dataset level, string secret)
    {
        if (element.Items is { } items)
        {
            return items.Any(item => item.Elements.Any(inner => Holds(inner, item, secret)));
        }

        HashSet<string> there = [.. Words(level.TextOf(element) ?? "")];
        return Words(secret).Any(there.Contains);
    }

    private static string[] Words(string text) =>
        text.ToUpperInvariant()
            .Split([' ', '^', '=', '\\', ',', ';', '(', ')', ':', '/', '-'], StringSplitOptions.RemoveEmptyEntries);

    private bool Shifted(string before, string after, int patient)
    {
        static int? Number(string text) =>
            text.Length >= 8
            && DateOnly.TryParseExact(text[..8], "yyyyMMdd", CultureInfo.InvariantCulture, default, out DateOnly date)
                ? date.DayNumber
                : null;
        if (Number(after) is not { } moved || Number(before)! - moved is not { } offset || offset == 0)
        {
            return false;
        }

        return _offsets.TryGetValue(patient, out int known) ? known == offset : _offsets.TryAdd(patient, offset);
    }

    private static bool OneToOne(
        Dictionary<string, string> forward,
        Dictionary<string, string> backward,
        string from,
        string to
    )
    {
        forward.TryAdd(from, to);
        backward.TryAdd(to, from);
        return forward[from] == to && backward[to] == from;
    }

    private void SearchElsewhere(KeyedInstance instance, string path, byte[] bytes, KeyScore score)
    {
        KeyedPatient patient = _set.Patients[instance.Patient];
        // A moved date may be another true one of the same patient by chance only; those of the key are checked above.
        foreach (string secret in patient.Secrets)
        {
            bool name = path.Contains(secret, StringComparison.OrdinalIgnoreCase);
            if (name || KeyedSet.Forms(secret).Any(form => form.Length >= 4 && bytes.AsSpan().IndexOf(form) >= 0))
            {
                score.Elsewhere.Add($"{secret} in {(name ? "the name" : "the bytes")} of {instance.Name}");
            }
        }

        foreach (DateOnly day in _set.Days[instance.Patient])
        {
            foreach (string form in (string[])["yyyyMMdd", "dd.MM.yyyy", "MM/dd/yyyy", "yyyy-MM-dd"])
            {
                byte[] date = System.Text.Encoding.ASCII.GetBytes(day.ToString(form, CultureInfo.InvariantCulture));
                if (bytes.AsSpan().IndexOf(date) >= 0)
                {
                    score.Elsewhere.Add($"{day} in {instance.Name}");
                }
            }
        }
    }
}
