namespace Overread.Dicom.Reading;

/// <summary>Findings of one file. Keeps the first thousand, so that damage cannot fill the memory; counts all.</summary>
internal sealed class FindingList
{
    private const int Kept = 1000;
    private readonly List<Finding> _findings = [];

    internal IReadOnlyList<Finding> All => _findings;

    internal void Add(FindingKind kind, long offset, string path, string detail)
    {
        // A truncation decides whether a file may be rewritten: it is kept however many findings came before it.
        Finding finding = new(kind, offset, path, detail);
        if (_findings.Count < Kept || finding.IsTruncation && _findings.Count < Kept * 2)
        {
            _findings.Add(finding);
        }
    }
}
