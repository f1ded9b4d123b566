namespace Overread.Dicom.Phantoms;

/// <summary>What a chest CT phantom is to be like.</summary>
public sealed record ChestCtOptions
{
    /// <summary>Equal seeds give equal bytes.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Rows and columns of a slice.</summary>
    public int Size { get; init; } = 512;

    /// <summary>Number of slices; they are spread over 290 mm.</summary>
    public int Slices { get; init; } = 72;

    /// <summary>Nodules to put into the lungs.</summary>
    public int Nodules { get; init; } = 3;

    /// <summary>Standard deviation of the noise in Hounsfield units.</summary>
    public double Noise { get; init; } = 14;

    /// <summary>The invented patient; null for the one of the seed.</summary>
    public PhantomIdentity? Identity { get; init; }
}
