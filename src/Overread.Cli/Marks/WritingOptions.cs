namespace Overread.Cli.Marks;

/// <summary>How marks are written.</summary>
internal sealed record WritingOptions
{
    /// <summary>What becomes of overlaps where one number stands in a voxel: refuse, split, or last.</summary>
    internal string Overlap { get; init; } = "split";

    /// <summary>Whether each object is a label of its own in formats of masks.</summary>
    internal bool PerObject { get; init; }

    /// <summary>Whether COCO has the outlines of masks as polygons, not as run lengths.</summary>
    internal bool Polygons { get; init; }

    /// <summary>Whether DICOM is deflated.</summary>
    internal bool Deflate { get; init; }

    /// <summary>Gives a new UID at each call.</summary>
    internal required Func<string> NewUid { get; init; }

    /// <summary>When the content was made.</summary>
    internal required DateTimeOffset Created { get; init; }
}
