namespace Overread.Imaging.Marks;

/// <summary>What marks are called: one segment, category or region of interest.</summary>
public sealed record MarkLabel
{
    /// <summary>Number as the source counts it; 1 or more where voxels hold it.</summary>
    public required int Number { get; init; }

    /// <summary>Name, as people read it.</summary>
    public required string Name { get; init; }

    /// <summary>Free description; null where there is none.</summary>
    public string? Description { get; init; }

    /// <summary>Category of what is marked, such as tissue or morphologic abnormality; null where the source has no code.</summary>
    public CodedTerm? Category { get; init; }

    /// <summary>What is marked; null where the source has no code.</summary>
    public CodedTerm? Type { get; init; }

    /// <summary>Modifier of the type, such as left.</summary>
    public CodedTerm? Modifier { get; init; }

    /// <summary>Anatomic region.</summary>
    public CodedTerm? Region { get; init; }

    /// <summary>Modifier of the anatomic region.</summary>
    public CodedTerm? RegionModifier { get; init; }

    /// <summary>Colour as red, green, blue of 8 bits (sRGB); null where the source has none.</summary>
    public (byte Red, byte Green, byte Blue)? Colour { get; init; }

    /// <summary>Who made it: MANUAL, SEMIAUTOMATIC or AUTOMATIC (DICOM Segment Algorithm Type); null where the source is silent.</summary>
    public string? AlgorithmType { get; init; }

    /// <summary>Name of the algorithm.</summary>
    public string? AlgorithmName { get; init; }

    /// <summary>Identifier by which people follow the same thing over time.</summary>
    public string? TrackingId { get; init; }

    /// <summary>The same as a UID.</summary>
    public string? TrackingUid { get; init; }

    /// <summary>True where a code, a modifier or a tracking identifier stands beside the name.</summary>
    public bool HasTerminology =>
        Category is not null
        || Type is not null
        || Region is not null
        || TrackingUid is not null
        || TrackingId is not null;
}
