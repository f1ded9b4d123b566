namespace Overread.Ledger.Bundles.Statements;

/// <summary>What the disclosed events say of one read. There may be hundreds of thousands: it is kept small.</summary>
internal sealed class ReadTrace
{
    // A read has a handful of fields, and most have one origin: arrays that fit are the smallest, and as fast.
    private (string Field, string State)[] _answers = [];
    private (string Origin, long Count)[] _origins = [];
    private Dictionary<string, string>? _marks;

    public string? Item { get; set; }
    public string? Reader { get; set; }
    public long Version { get; set; }
    public long Assigned { get; set; } = -1;
    public bool ByQueue { get; set; }

    /// <summary>The place of the last submission; -1 before the first.</summary>
    public long Submitted { get; set; } = -1;

    /// <summary>The place of the first submission; -1 before it.</summary>
    public long FirstSubmitted { get; set; } = -1;

    /// <summary>Opened again after the last submission, and not submitted since.</summary>
    public bool OpenAgain { get; set; }
    public string SubmittedBy { get; set; } = "";
    public bool Opened { get; set; }

    /// <summary>How many answers and marks came from where.</summary>
    public IReadOnlyList<(string Origin, long Count)> Origins => _origins;

    /// <summary>How many fields are answered.</summary>
    public int Answered => _answers.Length;

    /// <summary>The state of a field, as the answers left it; null where it is blank.</summary>
    public string? StateOf(string field)
    {
        int at = Array.FindIndex(_answers, a => a.Field == field);
        return at < 0 ? null : _answers[at].State;
    }

    public void Answer(string field, string state)
    {
        int at = Array.FindIndex(_answers, a => a.Field == field);
        if (at < 0)
        {
            _answers = [.. _answers, (field, state)];
        }
        else
        {
            _answers[at] = (field, state);
        }
    }

    public void Blank(string field) => _answers = [.. _answers.Where(a => a.Field != field)];

    public void From(string origin)
    {
        int at = Array.FindIndex(_origins, o => o.Origin == origin);
        if (at < 0)
        {
            _origins = [.. _origins, (origin, 1)];
        }
        else
        {
            _origins[at] = (origin, _origins[at].Count + 1);
        }
    }

    /// <summary>A mark was drawn: the first says "present" by itself, an explicit "uncertain" stays.</summary>
    public void Draw(string mark, string field)
    {
        (_marks ??= new(StringComparer.Ordinal))[mark] = field;
        if (StateOf(field) != "uncertain")
        {
            Answer(field, "present");
        }
    }

    /// <summary>A mark was taken back: with the last of its field goes what the first one said.</summary>
    public void TakeBack(string mark)
    {
        if (
            _marks is not null
            && _marks.Remove(mark, out string? field)
            && !_marks.ContainsValue(field)
            && StateOf(field) == "present"
        )
        {
            Blank(field);
        }
    }
}
