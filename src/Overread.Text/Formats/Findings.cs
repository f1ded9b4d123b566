namespace Overread.Text.Formats;

/// <summary>Collects what is noticed while files are read.</summary>
public sealed class Findings
{
    private readonly List<Finding> _all = [];

    /// <summary>All so far, in order.</summary>
    public IReadOnlyList<Finding> All => _all;

    /// <summary>Something was read otherwise than it stands.</summary>
    public void Note(TextSource source, long line, string what) =>
        _all.Add(new(FindingGrade.Note, source.Path, line, what));

    /// <summary>Something does not fit and was kept.</summary>
    public void Doubt(TextSource source, long line, string what) =>
        _all.Add(new(FindingGrade.Doubt, source.Path, line, what));

    /// <summary>Something is not in the result.</summary>
    public void LeftOut(TextSource source, long line, string what) =>
        _all.Add(new(FindingGrade.LeftOut, source.Path, line, what));

    /// <summary>A whole file is not in the result.</summary>
    public void LeftOut(string path, string what) => _all.Add(new(FindingGrade.LeftOut, path, 0, what));
}
