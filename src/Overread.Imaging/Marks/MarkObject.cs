namespace Overread.Imaging.Marks;

/// <summary>One thing that was marked: its voxels, its shapes in pictures or in the patient, and what was measured of it.</summary>
public sealed class MarkObject
{
    /// <summary>What it is called.</summary>
    public required MarkLabel Label { get; set; }

    /// <summary>Identifier in the source, such as an annotation's number; null where it has none.</summary>
    public string? Id { get; init; }

    /// <summary>Voxels; null where it has shapes only.</summary>
    public VoxelMask? Mask { get; set; }

    /// <summary>Shapes in pictures.</summary>
    public List<PlanarShape> Planar { get; } = [];

    /// <summary>Shapes in the patient.</summary>
    public List<PatientShape> Places { get; } = [];

    /// <summary>What was measured.</summary>
    public List<Measurement> Measurements { get; } = [];

    /// <summary>Confidence of a model, 0 to 1; null where nothing is said.</summary>
    public double? Score { get; init; }

    /// <summary>True where the mark stands for many things that were not told apart (COCO iscrowd).</summary>
    public bool IsCrowd { get; init; }

    /// <summary>Further words of the source, such as VOC's difficult.</summary>
    public Dictionary<string, string> Attributes { get; } = [];
}
