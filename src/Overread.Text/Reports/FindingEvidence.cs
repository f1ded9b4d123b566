namespace Overread.Text.Reports;

/// <summary>One place of a report that speaks of a finding.</summary>
/// <param name="Finding">The finding's name.</param>
/// <param name="State">What the place says.</param>
/// <param name="Start">First UTF-16 unit of the mention.</param>
/// <param name="End">Behind the last.</param>
/// <param name="Cue">The word that decides, such as "no" or "may"; empty where the mention stands alone.</param>
/// <param name="CueStart">First unit of the cue, or -1.</param>
public sealed record FindingEvidence(string Finding, FindingState State, int Start, int End, string Cue, int CueStart);
