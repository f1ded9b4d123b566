using Overread.Dicom.Derived;

namespace Overread.Dicom.Reports;

/// <summary>A measurement group (PS3.16 TID 1410 planar, TID 1411 volumetric, TID 1501): what was found, where, and what was measured of it.</summary>
public sealed record MeasurementGroup
{
    /// <summary>Tracking Identifier.</summary>
    public string? TrackingId { get; init; }

    /// <summary>Tracking Unique Identifier.</summary>
    public string? TrackingUid { get; init; }

    /// <summary>Finding category (SCT 276214006).</summary>
    public CodedConcept? Category { get; init; }

    /// <summary>Finding (DCM 121071).</summary>
    public CodedConcept? Finding { get; init; }

    /// <summary>Finding site (SCT 363698007).</summary>
    public CodedConcept? Site { get; init; }

    /// <summary>Laterality of the site.</summary>
    public CodedConcept? Laterality { get; init; }

    /// <summary>Regions.</summary>
    public IReadOnlyList<ReportRegion> Regions { get; init; } = [];

    /// <summary>Segments of other objects: SOP instance and segment number.</summary>
    public IReadOnlyList<(string SopInstanceUid, int Segment)> Segments { get; init; } = [];

    /// <summary>What was measured.</summary>
    public IReadOnlyList<ReportMeasurement> Measurements { get; init; } = [];
}
