namespace Overread.Deidentification.Patients.Files;

/// <summary>Why a row or a segment was not understood. Names places and columns, never a value.</summary>
/// <param name="Line">Line of the file, from 1.</param>
/// <param name="Where">Column of a table ("to_id") or field of a message ("MRG-1.4 repetition 2"); "" for the whole line.</param>
/// <param name="Problem">What is wrong, as a sentence without a full stop.</param>
public sealed record DecisionProblem(int Line, string Where, string Problem)
{
    /// <summary>"line 3, to_id: …".</summary>
    public override string ToString() =>
        Where.Length == 0 ? $"line {Line}: {Problem}" : $"line {Line}, {Where}: {Problem}";
}
