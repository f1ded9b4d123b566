using Overread.Dicom.Derived;

namespace Overread.Dicom.Reports;

/// <summary>A number or a coded or worded statement of a measurement group.</summary>
/// <param name="Concept">What was measured or asked.</param>
/// <param name="Value">The number; null where there is none.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Statement">The coded answer where it is no number.</param>
/// <param name="Text">The worded answer.</param>
public sealed record ReportMeasurement(
    CodedConcept Concept,
    double? Value,
    CodedConcept? Unit,
    CodedConcept? Statement = null,
    string? Text = null
);
