using Overread.Imaging.Marks;

namespace Overread.Cli.Marks;

/// <summary>A file of marks that is read, but not yet on images.</summary>
internal interface IMarkSource
{
    /// <summary>The file or folder, for messages.</summary>
    string Path { get; }

    /// <summary>SOP instances and series that it refers to: they choose among several series.</summary>
    IReadOnlySet<string> References { get; }

    /// <summary>Frame of reference that its places are in; null where it says none.</summary>
    string? FrameOfReferenceUid { get; }

    /// <summary>The images as the file itself describes them; null where it does not.</summary>
    MarkedImages? OwnImages();

    /// <summary>Puts its marks on the images of a set.</summary>
    /// <exception cref="Overread.Cli.Quality.Files.FileError">They do not belong there, with the reason and the way on.</exception>
    void AddTo(MarkSet set, PlacementOptions options, LossReport losses, ConversionNotes notes);
}
