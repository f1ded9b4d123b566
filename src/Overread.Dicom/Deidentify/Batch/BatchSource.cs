using Overread.Dicom.Reading;

namespace Overread.Dicom.Deidentify.Batch;

/// <summary>One file of a batch, wherever it is.</summary>
/// <param name="Name">Path relative to the batch's root; may identify people and goes into no report.</param>
/// <param name="Length">Bytes; -1 where not known.</param>
/// <param name="Open">Opens the bytes; whoever calls it closes them.</param>
public sealed record BatchSource(string Name, long Length, Func<ByteSource> Open)
{
    /// <summary>Says nothing of the name.</summary>
    public override string ToString() => "batch source";
}
