using Overread.Dicom.Reading;
using Overread.Dicom.Writing;

namespace Overread.Dicom;

/// <summary>
/// One DICOM file as read: file meta information, data set, and what was wrong with it. Large values stay in the source,
/// which is closed with this object; elements that were taken out of the data set must not be read after that.
/// </summary>
public sealed class DicomFile : IDisposable
{
    private readonly ByteSource? _source;

    /// <summary>Creates a file in memory, to be written.</summary>
    public DicomFile(Dataset dataset, TransferSyntax? transferSyntax = null)
        : this(new Dataset(), dataset, transferSyntax ?? TransferSyntax.ExplicitLittleEndian, [], null) { }

    internal DicomFile(
        Dataset meta,
        Dataset dataset,
        TransferSyntax transferSyntax,
        IReadOnlyList<Finding> findings,
        ByteSource? source
    )
    {
        Meta = meta;
        Dataset = dataset;
        TransferSyntax = transferSyntax;
        Findings = findings;
        _source = source;
    }

    /// <summary>File meta information, group 0002; empty where the file has none.</summary>
    public Dataset Meta { get; }

    /// <summary>The data set.</summary>
    public Dataset Dataset { get; }

    /// <summary>How the data set and its pixel data are encoded.</summary>
    public TransferSyntax TransferSyntax { get; }

    /// <summary>What was wrong, in the order met; empty for a clean file.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>True where some of the file is missing: it may be looked at but never rewritten.</summary>
    public bool IsTruncated => Findings.Any(finding => finding.IsTruncation);

    /// <summary>True where elements could be read at all.</summary>
    public bool IsDicom => !Findings.Any(finding => finding.Kind == FindingKind.NotDicom);

    /// <summary>Bytes of the source; 0 for a file made in memory.</summary>
    public long SourceLength => _source?.Length ?? 0;

    /// <summary>The 128 bytes before "DICM"; empty where there are none.</summary>
    public ReadOnlyMemory<byte> Preamble { get; internal init; }

    /// <summary>SOP Class UID; "" where the data set names none.</summary>
    public string SopClassUid => Dataset.GetText(Tags.SopClassUid) ?? "";

    /// <summary>SOP Instance UID; "" where the data set names none.</summary>
    public string SopInstanceUid => Dataset.GetText(Tags.SopInstanceUid) ?? "";

    /// <summary>Reads a file. Damage is in <see cref="Findings"/>; this never throws for what the bytes say.</summary>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static DicomFile Read(string path, ReadOptions? options = null) => Read(ByteSource.OpenFile(path), options);

    /// <summary>Reads a stream; see <see cref="ByteSource.FromStream"/> for who closes it.</summary>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static DicomFile Read(Stream stream, ReadOptions? options = null, bool leaveOpen = false) =>
        Read(ByteSource.FromStream(stream, leaveOpen), options);

    /// <summary>Reads bytes in memory.</summary>
    public static DicomFile Read(ReadOnlyMemory<byte> bytes, ReadOptions? options = null) =>
        Read(ByteSource.FromMemory(bytes), options);

    /// <summary>Reads a source and owns it from then on.</summary>
    public static DicomFile Read(ByteSource source, ReadOptions? options = null)
    {
        try
        {
            return new FileReader(source, options ?? ReadOptions.Default).Read();
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Writes the file; see <see cref="FileWriter"/>.</summary>
    public void Write(Stream target, TransferSyntax? transferSyntax = null) =>
        FileWriter.Write(this, target, transferSyntax ?? TransferSyntax);

    /// <summary>Writes the file to a path; an existing file is replaced.</summary>
    public void Write(string path, TransferSyntax? transferSyntax = null)
    {
        using FileStream stream = new(path, FileMode.Create, FileAccess.Write, FileShare.None, 1);
        Write(stream, transferSyntax);
    }

    /// <inheritdoc/>
    public void Dispose() => _source?.Dispose();
}
