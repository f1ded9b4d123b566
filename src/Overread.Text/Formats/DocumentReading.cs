using System.Xml;
using Overread.Text.Documents;

namespace Overread.Text.Formats;

/// <summary>
/// Reads many files. One that is broken is a finding and the next goes on; ids that stand twice are told apart, and what speaks of
/// something that is not there is left out with a finding, so that every document is sound.
/// </summary>
/// <param name="findings">Takes what is noticed.</param>
/// <param name="choices">What the caller decided.</param>
public sealed class DocumentReading(Findings findings, ReadingChoices choices)
{
    private static readonly HashSet<string> s_endings =
    [
        ".ann",
        ".xmi",
        ".xml",
        ".json",
        ".jsonl",
        ".tsv",
        ".conll",
        ".csv",
        ".pubtator",
    ];
    private readonly HashSet<string> _ids = [];
    private readonly SortedDictionary<string, int> _files = new(StringComparer.Ordinal);

    /// <summary>How many files of each format were read so far.</summary>
    public IReadOnlyDictionary<string, int> Files => _files;

    /// <summary>The documents of files, one after the other.</summary>
    /// <param name="sources">The files; each is asked for when the one before is done.</param>
    /// <param name="format">The format, or null to see it from the content of each.</param>
    /// <param name="alone">Whether the caller named this one file, so that one of no format is an error.</param>
    /// <exception cref="FormatException">The one file that was named is none of the format, or of none.</exception>
    public IEnumerable<AnnotatedDocument> Read(IEnumerable<TextSource> sources, ITextFormat? format, bool alone)
    {
        foreach (TextSource source in sources)
        {
            ITextFormat? own = format ?? TextFormats.Of(source);
            if (own is null || (!alone && (own.GoesWith(source) || !own.Recognises(source))))
            {
                Passed(source, own, alone);
                continue;
            }

            _files[own.Name] = _files.GetValueOrDefault(own.Name) + 1;
            foreach (AnnotatedDocument document in Guarded(own, source, alone))
            {
                yield return Sound(document, source);
            }
        }
    }

    private void Passed(TextSource source, ITextFormat? format, bool alone)
    {
        if (alone)
        {
            throw new FormatException(
                $"{source.Path}: none of the formats knows this file; name its format with --from."
            );
        }

        bool beside = format?.GoesWith(source) ?? TextFormats.All.Any(f => f.GoesWith(source));
        if (beside)
        {
            return;
        }

        // A name that is a format's own promises annotations: that they are not read must not pass as a remark.
        string ending = Path.GetExtension(source.Name).ToLowerInvariant();
        if (s_endings.Contains(ending))
        {
            findings.LeftOut(
                source,
                0,
                $"{(format is null ? "none of the formats" : $"the format {format.Name} does not")} know{(format is null ? "s" : "")} this file; it is left out"
            );
        }
        else
        {
            findings.Note(source, 0, "a file of no known format is passed over");
        }
    }

    /// <summary>The documents of a file up to where it breaks.</summary>
    private IEnumerable<AnnotatedDocument> Guarded(ITextFormat format, TextSource source, bool alone)
    {
        IEnumerator<AnnotatedDocument>? documents = null;
        while (true)
        {
            AnnotatedDocument current;
            try
            {
                documents ??= format.Read(source, findings, choices).GetEnumerator();
                if (!documents.MoveNext())
                {
                    break;
                }

                current = documents.Current;
            }
            catch (Exception e)
                when (e
                        is FormatException
                            or XmlException
                            or System.Text.Json.JsonException
                            or InvalidOperationException
                            or ArgumentException
                )
            {
                if (alone)
                {
                    throw new FormatException($"{source.Path}: {e.Message}", e);
                }

                findings.LeftOut(source.Path, $"{e.Message} The file is left out from there.");
                break;
            }

            yield return current;
        }

        documents?.Dispose();
    }

    private AnnotatedDocument Sound(AnnotatedDocument document, TextSource source)
    {
        string id = document.Id.Length == 0 ? source.Stem : document.Id;
        string free = id;
        for (int i = 2; !_ids.Add(free); i++)
        {
            free = $"{id}-{i}";
        }

        if (free != id)
        {
            findings.Note(source, 0, $"the document {id} was read before: this one is called {free}");
        }

        document = document with { Id = free };
        return document.Faults().Any() ? Mended(document, source) : document;
    }

    private AnnotatedDocument Mended(AnnotatedDocument document, TextSource source)
    {
        HashSet<string> ids = [];
        List<TextSpan> spans = [];
        foreach (TextSpan span in document.Spans)
        {
            bool fits = span.Fragments.All(f => f.Start >= 0 && f.End >= f.Start && f.End <= document.Points.Length);
            if (fits && ids.Add(span.Id))
            {
                spans.Add(span);
            }
            else
            {
                findings.LeftOut(
                    source,
                    0,
                    $"document {document.Id}: the span {span.Id} {(fits ? "stands twice" : "lies outside the text")}; it is left out"
                );
            }
        }

        List<Relation> relations = [.. document.Relations.DistinctBy(r => r.Id).Where(r => !ids.Contains(r.Id))];
        while (true)
        {
            HashSet<string> there = [.. ids, .. relations.Select(r => r.Id)];
            int before = relations.Count;
            relations.RemoveAll(r =>
                (r.Trigger is { } t && !there.Contains(t))
                || r.Arguments.Any(a => a.Target is { } target && !there.Contains(target))
            );
            if (relations.Count == before)
            {
                break;
            }
        }

        foreach (Relation lost in document.Relations.Except(relations))
        {
            findings.LeftOut(
                source,
                0,
                $"document {document.Id}: the relation {lost.Id} stands twice or speaks of something that is not there; it is left out"
            );
        }

        List<CoreferenceChain> chains = [.. document.Chains.Where(c => c.Spans.All(ids.Contains))];
        foreach (CoreferenceChain lost in document.Chains.Except(chains))
        {
            findings.LeftOut(
                source,
                0,
                $"document {document.Id}: the chain {lost.Id} speaks of something that is not there; it is left out"
            );
        }

        return document with
        {
            Spans = spans,
            Relations = relations,
            Chains = chains,
        };
    }
}
