using Overread.Dicom.Deidentify.Plans;

namespace Overread.Dicom.Deidentify;

/// <summary>One element of an object and what became of it. Holds no value: before and after are read by the path.</summary>
/// <param name="Path">Path such as "(0008,1115)[0]/(0008,1150)", valid in the source; in the output where it remains.</param>
/// <param name="Tag">Number.</param>
/// <param name="Keyword">Keyword; "" where private or unknown.</param>
/// <param name="Vr">Value representation.</param>
/// <param name="Depth">0 at the root.</param>
/// <param name="Change">What became of it.</param>
/// <param name="Action">What the plan said.</param>
/// <param name="Reason">The rule by which it said so.</param>
public sealed record AccountEntry(
    string Path,
    Tag Tag,
    string Keyword,
    Vr Vr,
    int Depth,
    AccountChange Change,
    ElementAction Action,
    string Reason
);
