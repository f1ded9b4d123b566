namespace Overread.Dicom.Phantoms;

/// <summary>What a head phantom is to be like.</summary>
public sealed record HeadPhantomOptions
{
    /// <summary>Equal seeds give equal bytes.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>"CT" (HU), "MR" (T1-like) or "PT" (brighter brain, faint skin).</summary>
    public string Modality { get; init; } = "CT";

    /// <summary>How the slices lie.</summary>
    public HeadOrientation Orientation { get; init; } = HeadOrientation.Axial;

    /// <summary>Rows and columns.</summary>
    public int Size { get; init; } = 256;

    /// <summary>Millimetres of a side of the picture.</summary>
    public double FieldOfView { get; init; } = 260;

    /// <summary>Millimetres between slices, and their thickness.</summary>
    public double SliceSpacing { get; init; } = 2;

    /// <summary>Millimetres from which slices begin, along the normal of the orientation; null for the whole head.</summary>
    public double? From { get; init; }

    /// <summary>Millimetres at which slices end; null for the whole head.</summary>
    public double? To { get; init; }

    /// <summary>Degrees by which the chin is raised; negative towards the chest.</summary>
    public double Nod { get; init; }

    /// <summary>A head-rest touches the back of the head.</summary>
    public bool HeadRest { get; init; }

    /// <summary>Metal in the teeth, with streaks across the slices of the mouth.</summary>
    public bool Metal { get; init; }

    /// <summary>Standard deviation of the noise: HU for CT, of a white matter of 500 for MR and PET.</summary>
    public double Noise { get; init; } = 12;

    /// <summary>One multi-frame object with functional groups in place of one object per slice.</summary>
    public bool MultiFrame { get; init; }

    /// <summary>Body Part Examined, by which a head is known; "" leaves it out.</summary>
    public string BodyPart { get; init; } = "HEAD";

    /// <summary>The invented patient; null for the one of the seed.</summary>
    public PhantomIdentity? Identity { get; init; }
}
