namespace Overread.Ledger.Bundles.Statements;

/// <summary>What the disclosed events say of one read.</summary>
internal sealed class ReadTrace
{
    public string? Item { get; set; }
    public string? Reader { get; set; }
    public long Version { get; set; }
    public long Assigned { get; set; } = -1;
    public bool ByQueue { get; set; }

    /// <summary>The place of the last submission; -1 before the first.</summary>
    public long Submitted { get; set; } = -1;

    /// <summary>Opened again after the last submission, and not submitted since.</summary>
    public bool OpenAgain { get; set; }
    public string SubmittedBy { get; set; } = "";
    public bool Opened { get; set; }

    /// <summary>How many answers and marks came from where.</summary>
    public Dictionary<string, long> Origins { get; } = new(StringComparer.Ordinal);

    /// <summary>The state of each answered field, as the answers left it.</summary>
    public Dictionary<string, string> Answers { get; } = new(StringComparer.Ordinal);

    // Field by mark.
    private readonly Dictionary<string, string> _marks = new(StringComparer.Ordinal);

    /// <summary>A mark was drawn: the first says "present" by itself, an explicit "uncertain" stays.</summary>
    public void Draw(string mark, string field)
    {
        _marks[mark] = field;
        if (Answers.GetValueOrDefault(field) != "uncertain")
        {
            Answers[field] = "present";
        }
    }

    /// <summary>A mark was taken back: with the last of its field goes what the first one said.</summary>
    public void TakeBack(string mark)
    {
        if (
            _marks.Remove(mark, out string? field)
            && !_marks.ContainsValue(field)
            && Answers.GetValueOrDefault(field) == "present"
        )
        {
            Answers.Remove(field);
        }
    }
}
