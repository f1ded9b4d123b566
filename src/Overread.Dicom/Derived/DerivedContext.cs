namespace Overread.Dicom.Derived;

/// <summary>What an object made of images needs beside its marks: the images, identifiers, time, and names.</summary>
/// <param name="Images">Images on which the marks stand, in order; one series.</param>
/// <param name="NewUid">Gives a new UID at each call.</param>
/// <param name="Created">When the content was made.</param>
public sealed record DerivedContext(IReadOnlyList<SourceImage> Images, Func<string> NewUid, DateTimeOffset Created)
{
    /// <summary>Description of the new series.</summary>
    public string SeriesDescription { get; init; } = "";

    /// <summary>Number of the new series.</summary>
    public int SeriesNumber { get; init; } = 1000;

    /// <summary>Who made the content, as a person name; "" where unknown.</summary>
    public string Creator { get; init; } = "";

    /// <summary>Version of the software that writes.</summary>
    public string SoftwareVersion { get; init; } = "";
}
