namespace Overread.Domain.Releases;

/// <summary>What a stated licence is.</summary>
public enum LicenceKind
{
    /// <summary>None was stated.</summary>
    None,

    /// <summary>An SPDX id.</summary>
    Spdx,

    /// <summary>An http or https address.</summary>
    Address,

    /// <summary>A text of its own.</summary>
    Text,
}
