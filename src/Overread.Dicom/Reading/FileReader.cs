using System.Buffers.Binary;
using System.IO.Compression;

namespace Overread.Dicom.Reading;

/// <summary>Finds preamble, file meta information and transfer syntax, then reads the data set.</summary>
internal sealed class FileReader(ByteSource source, ReadOptions options)
{
    private readonly FindingList _findings = new();
    private readonly Dataset _meta = new();
    private ReadOnlyMemory<byte> _preamble;

    internal DicomFile Read()
    {
        byte[] head = new byte[(int)Math.Min(source.Length, 132 + 8)];
        head = head[..source.Read(0, head)];
        long start = FindStart(head);
        long datasetStart = ReadMeta(start);
        TransferSyntax syntax = ChooseSyntax(datasetStart);
        Dataset dataset = new();
        ByteSource owner = source;
        if (syntax.Encoding == DatasetEncoding.DeflatedExplicitLittle)
        {
            owner = Inflate(datasetStart);
            datasetStart = 0;
        }

        if (_meta.Count == 0 && _preamble.IsEmpty && !BeginsLikeDicom(datasetStart, syntax))
        {
            _findings.Add(FindingKind.NotDicom, datasetStart, "", "neither a prefix nor an element of the standard");
            return new DicomFile(_meta, dataset, syntax, _findings.All, owner);
        }

        DatasetReader reader = new(owner, options, _findings, syntax.Encoding == DatasetEncoding.ExplicitBig);
        bool explicitVr = syntax.Encoding != DatasetEncoding.ImplicitLittle;
        reader.Read(dataset, datasetStart, owner.Length, explicitVr);
        if (dataset.Count == 0)
        {
            _findings.Add(FindingKind.NotDicom, datasetStart, "", "no element could be read");
        }

        return new DicomFile(_meta, dataset, syntax, _findings.All, owner) { Preamble = _preamble };
    }

    private long FindStart(byte[] head)
    {
        if (head.Length >= 132 && head.AsSpan(128, 4).SequenceEqual("DICM"u8))
        {
            _preamble = head.AsMemory(0, 128);
            return 132;
        }

        if (head.Length >= 4 && head.AsSpan(0, 4).SequenceEqual("DICM"u8))
        {
            _findings.Add(FindingKind.NoPreamble, 0, "", "the prefix stands at the first byte");
            return 4;
        }

        _findings.Add(FindingKind.NoPreamble, 0, "", "no preamble and no prefix");
        return 0;
    }

    private long ReadMeta(long start)
    {
        byte[] first = new byte[12];
        if (source.Read(start, first) < 12 || BinaryPrimitives.ReadUInt16LittleEndian(first) != 0x0002)
        {
            _findings.Add(FindingKind.NoFileMeta, start, "", "no file meta information");
            return start;
        }

        bool explicitVr = first[4] is >= (byte)'A' and <= (byte)'Z';
        ReadOptions metaOptions = options with { StopBefore = null, OnlyGroup = 0x0002, MaximumElements = 1000 };
        DatasetReader reader = new(source, metaOptions, _findings, false);
        reader.Read(_meta, start, source.Length, explicitVr);
        long counted = reader.Position;
        int? claimed = _meta.GetInt(Tags.FileMetaInformationGroupLength);
        long expected = start + 12 + (claimed ?? -1);
        if (claimed is null || expected != counted)
        {
            _findings.Add(
                FindingKind.BadFileMetaLength,
                start,
                Tags.FileMetaInformationGroupLength.ToString(),
                claimed is null ? "missing" : $"claims {claimed} bytes where {counted - start - 12} are"
            );
        }

        return counted;
    }

    private TransferSyntax ChooseSyntax(long datasetStart)
    {
        TransferSyntax? named = null;
        if (_meta.GetText(Tags.TransferSyntaxUid) is { } uid)
        {
            if (!TransferSyntax.TryFind(uid, out TransferSyntax found))
            {
                _findings.Add(
                    FindingKind.UnknownTransferSyntax,
                    -1,
                    Tags.TransferSyntaxUid.ToString(),
                    "not registered here; read as explicit little endian"
                );
                found = new TransferSyntax(uid, "Unknown", DatasetEncoding.ExplicitLittle, PixelEncoding.Other);
            }

            named = found;
        }
        else if (_meta.Count > 0)
        {
            _findings.Add(FindingKind.NoTransferSyntax, -1, Tags.TransferSyntaxUid.ToString(), "guessed");
        }

        if (named?.Encoding == DatasetEncoding.DeflatedExplicitLittle)
        {
            return named;
        }

        return CheckEncoding(datasetStart, named);
    }

    /// <summary>
    /// Compares the first element with what the transfer syntax says. What the bytes are wins over what the file meta
    /// information claims, with a finding.
    /// </summary>
    private TransferSyntax CheckEncoding(long start, TransferSyntax? named)
    {
        byte[] bytes = new byte[8];
        if (source.Read(start, bytes) < 8)
        {
            return named ?? TransferSyntax.ExplicitLittleEndian;
        }

        ushort group = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        bool letters = ((Vr)(ushort)(bytes[4] | (bytes[5] << 8))).IsKnown();
        bool big = letters && group > 0xFF && BinaryPrimitives.ReadUInt16BigEndian(bytes) < 0x1000;
        DatasetEncoding seen =
            big ? DatasetEncoding.ExplicitBig
            : letters ? DatasetEncoding.ExplicitLittle
            : DatasetEncoding.ImplicitLittle;
        if (named is not null)
        {
            // An unknown pair of letters (a bad representation) is not proof of an implicit encoding.
            bool couldBeLetters = bytes[4] is >= 0x41 and <= 0x5A && bytes[5] is >= 0x41 and <= 0x5A;
            if (seen == named.Encoding || seen == DatasetEncoding.ImplicitLittle && couldBeLetters || IsVague(bytes))
            {
                return named;
            }

            _findings.Add(
                FindingKind.TransferSyntaxMismatch,
                start,
                Tags.TransferSyntaxUid.ToString(),
                $"named {named.Encoding}, encoded as {seen}"
            );
            return named.IsEncapsulated ? named with { Encoding = seen } : Plain(seen);
        }

        return Plain(seen);
    }

    /// <summary>True where the first bytes are no element of either encoding, so that nothing can be said.</summary>
    private bool IsVague(byte[] bytes)
    {
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4));
        Tag tag = new(
            BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(2))
        );
        bool letters = ((Vr)(ushort)(bytes[4] | (bytes[5] << 8))).IsKnown();
        return !letters && (length > source.Length || !AttributeRegistry.TryFind(tag, out _) && !tag.IsGroupLength);
    }

    /// <summary>
    /// Without prefix and meta information, only the first element tells a data set from a text file or a packed one.
    /// </summary>
    private bool BeginsLikeDicom(long start, TransferSyntax syntax)
    {
        byte[] bytes = new byte[8];
        if (source.Read(start, bytes) < 8)
        {
            return false;
        }

        bool big = syntax.Encoding == DatasetEncoding.ExplicitBig;
        ushort Word(int at) =>
            big
                ? BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at))
                : BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));
        Tag tag = new(Word(0), Word(2));
        bool known = tag.IsGroupLength && tag.Group <= 0x0010 || AttributeRegistry.TryFind(tag, out _);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4));
        return known
            && tag.Group <= 0x0020
            && (
                syntax.Encoding != DatasetEncoding.ImplicitLittle || length <= source.Length || length == uint.MaxValue
            );
    }

    private static TransferSyntax Plain(DatasetEncoding encoding) =>
        encoding switch
        {
            DatasetEncoding.ExplicitBig => TransferSyntax.ExplicitBigEndian,
            DatasetEncoding.ExplicitLittle => TransferSyntax.ExplicitLittleEndian,
            _ => TransferSyntax.ImplicitLittleEndian,
        };

    private ByteSource Inflate(long start)
    {
        // Read through once more when it is whole: what inflates to much lies in a temporary file, not in memory.
        using RangeStream packed = new(new ByteRange(source, start, source.Length - start, 1));
        using DeflateStream deflate = new(packed, CompressionMode.Decompress);
        using BoundedStream bounded = new(deflate, options.MaximumInflatedBytes);
        ByteSource inflated = SpooledByteSource.ReadAll(bounded, leaveOpen: true);
        if (bounded.Ended is { } why)
        {
            _findings.Add(FindingKind.BadDeflate, start, "", why);
            _findings.Add(FindingKind.Truncated, start, "", "the deflated data set was not read to its end");
        }

        source.Dispose();
        return inflated;
    }
}
