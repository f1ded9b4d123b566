namespace Overread.Text.Reports;

/// <summary>The labels of one report.</summary>
/// <param name="States">In the order of the rules' findings; null where the report says nothing.</param>
/// <param name="Evidence">Every place that was read, in its order.</param>
public sealed record ReportLabels(IReadOnlyList<FindingState?> States, IReadOnlyList<FindingEvidence> Evidence);
