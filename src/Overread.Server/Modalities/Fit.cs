namespace Overread.Server.Modalities;

/// <summary>How surely a file belongs to a modality; the surest takes it, of equals the one that was registered first.</summary>
internal enum Fit
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>Nothing speaks against it.</summary>
    Perhaps,

    /// <summary>Its name says so.</summary>
    Name,

    /// <summary>Its bytes say so.</summary>
    Content,
}
