namespace Overread.Quality.Masks;

/// <summary>What a fusion could make of its masks.</summary>
public enum FusionState
{
    /// <summary>A fused mask.</summary>
    Fused,

    /// <summary>Every mask is empty: so is the result.</summary>
    AllEmpty,

    /// <summary>Every voxel is foreground in every mask.</summary>
    AllFull,

    /// <summary>All masks agree everywhere: nothing to infer, and nothing can be said of the readers.</summary>
    Unanimous,
}
