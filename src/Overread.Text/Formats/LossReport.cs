using Overread.Text.Documents;

namespace Overread.Text.Formats;

/// <summary>What a format did not hold: found by reading again what was written.</summary>
/// <param name="format">The format that is written.</param>
public sealed class LossReport(ITextFormat format)
{
    private const int Examples = 5;
    private readonly SortedDictionary<string, (int Count, List<string> Examples)> _losses = new(StringComparer.Ordinal);

    /// <summary>By aspect (spans, fragments, types, attributes, normalisations, relations, chains …): how many and the first few.</summary>
    public IEnumerable<(string Aspect, int Count, IReadOnlyList<string> Examples, string? Because)> Losses =>
        _losses.Select(l =>
            (
                l.Key,
                l.Value.Count,
                (IReadOnlyList<string>)l.Value.Examples,
                format.Limits.Because.GetValueOrDefault(l.Key)
            )
        );

    /// <summary>Whether anything is lost.</summary>
    public bool Any => _losses.Count > 0;

    /// <summary>Writes a document by itself, reads it again and takes down what is missing.</summary>
    public void Check(AnnotatedDocument document, WritingChoices choices)
    {
        MemorySink sink = new();
        format.Write([document], sink, choices);
        AnnotatedDocument? again = null;
        Findings findings = new();
        foreach (TextSource source in sink.Sources().Where(s => !format.GoesWith(s) && format.Recognises(s)))
        {
            again ??= format
                .Read(source, findings, ReadingChoices.Default with { Tags = choices.Tags })
                .FirstOrDefault();
        }

        foreach ((string aspect, string example) in DocumentComparison.Losses(document, again))
        {
            Add(aspect, example);
        }
    }

    /// <summary>Takes down a loss that was found otherwise.</summary>
    public void Add(string aspect, string example)
    {
        (int count, List<string> examples) = _losses.TryGetValue(aspect, out var known) ? known : (0, []);
        if (examples.Count < Examples)
        {
            examples.Add(example);
        }

        _losses[aspect] = (count + 1, examples);
    }
}
