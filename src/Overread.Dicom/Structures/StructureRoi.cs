using Overread.Dicom.Derived;

namespace Overread.Dicom.Structures;

/// <summary>A region of interest of a structure set.</summary>
public sealed record StructureRoi
{
    /// <summary>ROI Number.</summary>
    public required int Number { get; init; }

    /// <summary>ROI Name.</summary>
    public required string Name { get; init; }

    /// <summary>ROI Description.</summary>
    public string? Description { get; init; }

    /// <summary>ROI Generation Algorithm: AUTOMATIC, SEMIAUTOMATIC, MANUAL; null where empty.</summary>
    public string? Algorithm { get; init; }

    /// <summary>ROI Generation Description.</summary>
    public string? AlgorithmDescription { get; init; }

    /// <summary>ROI Display Color.</summary>
    public (byte Red, byte Green, byte Blue)? Colour { get; init; }

    /// <summary>RT ROI Interpreted Type, such as ORGAN, GTV, EXTERNAL.</summary>
    public string? InterpretedType { get; init; }

    /// <summary>RT ROI Identification Code.</summary>
    public CodedConcept? Identification { get; init; }

    /// <summary>Frame of reference of its coordinates.</summary>
    public string? FrameOfReferenceUid { get; init; }

    /// <summary>Its contours in the order of the file.</summary>
    public IReadOnlyList<StructureContour> Contours { get; init; } = [];
}
