using Overread.Text.Documents;

namespace Overread.Cli.Text;

/// <summary>What went through a conversion.</summary>
internal sealed class ConversionCount
{
    internal int Documents { get; private set; }

    internal int Spans { get; private set; }

    internal int Discontinuous { get; private set; }

    internal int Attributes { get; private set; }

    internal int Normalisations { get; private set; }

    internal int Relations { get; private set; }

    internal int Chains { get; private set; }

    internal int Answers { get; private set; }

    internal int Notes { get; private set; }

    internal IEnumerable<(string Name, int Count)> All =>
        [
            ("documents", Documents),
            ("spans", Spans),
            ("discontinuous", Discontinuous),
            ("attributes", Attributes),
            ("normalisations", Normalisations),
            ("relations", Relations),
            ("chains", Chains),
            ("answers", Answers),
            ("notes", Notes),
        ];

    internal void Add(AnnotatedDocument document)
    {
        Documents++;
        Spans += document.Spans.Count;
        Discontinuous += document.Spans.Count(s => s.Fragments.Count > 1);
        Attributes += document.Spans.Sum(s => s.Attributes.Count) + document.Relations.Sum(r => r.Attributes.Count);
        Normalisations += document.Spans.Sum(s => s.Normalisations.Count);
        Relations += document.Relations.Count;
        Chains += document.Chains.Count;
        Answers += document.Answers.Count;
        Notes += document.Notes.Count;
    }
}
