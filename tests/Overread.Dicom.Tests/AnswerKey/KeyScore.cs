namespace Overread.Dicom.Tests.AnswerKey;

/// <summary>Points of one run: passed and required per action, and where the first failures were.</summary>
internal sealed class KeyScore
{
    private readonly SortedDictionary<KeyAction, (int Passed, int Required)> _actions = [];

    internal IReadOnlyDictionary<KeyAction, (int Passed, int Required)> Actions => _actions;

    internal List<string> Failures { get; } = [];

    /// <summary>Secrets found outside of what the key names, over all bytes and names of files.</summary>
    internal List<string> Elsewhere { get; } = [];

    internal int Required => _actions.Values.Sum(pair => pair.Required);

    internal double Share => _actions.Values.Sum(pair => pair.Passed) / (double)Required;

    internal void Add(KeyCheck check, bool passed, string where)
    {
        (int good, int all) = _actions.GetValueOrDefault(check.Action);
        _actions[check.Action] = (good + (passed ? 1 : 0), all + 1);
        if (!passed && Failures.Count < 40)
        {
            Failures.Add(
                $"{check.Action} {string.Join('/', check.Path.Select(step => $"{step.Tag}[{step.Item}]"))} {where}"
            );
        }
    }

    public override string ToString() =>
        $"{Share:P3} of {Required} checks; elsewhere {Elsewhere.Count}; "
        + string.Join(", ", _actions.Select(pair => $"{pair.Key} {pair.Value.Passed}/{pair.Value.Required}"));
}
