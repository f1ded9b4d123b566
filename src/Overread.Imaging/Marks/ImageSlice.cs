namespace Overread.Imaging.Marks;

/// <summary>One picture, or one slice or frame of a series.</summary>
/// <param name="Name">File name, with "#frame" behind it in a file of several frames; unique among its images.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
public sealed record ImageSlice(string Name, int Width, int Height)
{
    /// <summary>SOP class of a DICOM image.</summary>
    public string? SopClassUid { get; init; }

    /// <summary>SOP instance of a DICOM image.</summary>
    public string? SopInstanceUid { get; init; }

    /// <summary>Number of the frame in its object, from 1; 0 for an object of one image.</summary>
    public int Frame { get; init; }
}
