using System.Collections.Frozen;

namespace Overread.Dicom;

/// <summary>How a data set is encoded (PS3.5 section 10 and annex A).</summary>
/// <param name="Uid">Registered UID.</param>
/// <param name="Name">Short English name.</param>
/// <param name="Encoding">Byte order and value representations of the elements.</param>
/// <param name="Pixels">How frames are compressed.</param>
public sealed record TransferSyntax(string Uid, string Name, DatasetEncoding Encoding, PixelEncoding Pixels)
{
    /// <summary>Implicit VR little endian, the default of the network.</summary>
    public static TransferSyntax ImplicitLittleEndian { get; } =
        new("1.2.840.10008.1.2", "Implicit VR Little Endian", DatasetEncoding.ImplicitLittle, PixelEncoding.Native);

    /// <summary>Explicit VR little endian, what this library writes unless told otherwise.</summary>
    public static TransferSyntax ExplicitLittleEndian { get; } =
        new("1.2.840.10008.1.2.1", "Explicit VR Little Endian", DatasetEncoding.ExplicitLittle, PixelEncoding.Native);

    /// <summary>Deflated explicit VR little endian.</summary>
    public static TransferSyntax DeflatedExplicitLittleEndian { get; } =
        new(
            "1.2.840.10008.1.2.1.99",
            "Deflated Explicit VR Little Endian",
            DatasetEncoding.DeflatedExplicitLittle,
            PixelEncoding.Native
        );

    /// <summary>Explicit VR big endian (retired).</summary>
    public static TransferSyntax ExplicitBigEndian { get; } =
        new("1.2.840.10008.1.2.2", "Explicit VR Big Endian", DatasetEncoding.ExplicitBig, PixelEncoding.Native);

    /// <summary>RLE lossless.</summary>
    public static TransferSyntax RleLossless { get; } = Encapsulated("5", "RLE Lossless", PixelEncoding.Rle);

    /// <summary>JPEG-LS lossless.</summary>
    public static TransferSyntax JpegLsLossless { get; } =
        Encapsulated("4.80", "JPEG-LS Lossless", PixelEncoding.JpegLs);

    /// <summary>JPEG 2000, lossless only.</summary>
    public static TransferSyntax Jpeg2000Lossless { get; } =
        Encapsulated("4.90", "JPEG 2000 Lossless", PixelEncoding.Jpeg2000);

    private static readonly FrozenDictionary<string, TransferSyntax> Registered = All()
        .ToFrozenDictionary(syntax => syntax.Uid, StringComparer.Ordinal);

    /// <summary>True where Pixel Data is a sequence of fragments.</summary>
    public bool IsEncapsulated => Pixels != PixelEncoding.Native;

    /// <summary>True where every frame is compressed so that no value changes.</summary>
    public bool IsLossless =>
        Pixels is PixelEncoding.Native or PixelEncoding.Rle
        || Uid
            is "1.2.840.10008.1.2.4.57"
                or "1.2.840.10008.1.2.4.70"
                or "1.2.840.10008.1.2.4.80"
                or "1.2.840.10008.1.2.4.90"
                or "1.2.840.10008.1.2.4.201"
                or "1.2.840.10008.1.2.4.202";

    /// <summary>Every transfer syntax known here.</summary>
    public static IEnumerable<TransferSyntax> Known => Registered.Values;

    /// <summary>Finds a transfer syntax by its UID.</summary>
    public static bool TryFind(string uid, out TransferSyntax syntax) => Registered.TryGetValue(uid, out syntax!);

    private static TransferSyntax Encapsulated(string last, string name, PixelEncoding pixels) =>
        new("1.2.840.10008.1.2." + last, name, DatasetEncoding.ExplicitLittle, pixels);

    private static IEnumerable<TransferSyntax> All() =>
        [
            ImplicitLittleEndian,
            ExplicitLittleEndian,
            DeflatedExplicitLittleEndian,
            ExplicitBigEndian,
            RleLossless,
            JpegLsLossless,
            Jpeg2000Lossless,
            Encapsulated("1.98", "Encapsulated Uncompressed Explicit VR Little Endian", PixelEncoding.Uncompressed),
            Encapsulated("4.50", "JPEG Baseline", PixelEncoding.Jpeg),
            Encapsulated("4.51", "JPEG Extended", PixelEncoding.Jpeg),
            // Retired, and in archives all the same: processes 6 and 8, 10 and 12.
            Encapsulated("4.53", "JPEG Spectral Selection", PixelEncoding.Jpeg),
            Encapsulated("4.55", "JPEG Full Progression", PixelEncoding.Jpeg),
            Encapsulated("4.57", "JPEG Lossless", PixelEncoding.JpegLossless),
            Encapsulated("4.70", "JPEG Lossless SV1", PixelEncoding.JpegLossless),
            Encapsulated("4.81", "JPEG-LS Near-lossless", PixelEncoding.JpegLs),
            Encapsulated("4.91", "JPEG 2000", PixelEncoding.Jpeg2000),
            Encapsulated("4.92", "JPEG 2000 Part 2 Lossless", PixelEncoding.Other),
            Encapsulated("4.93", "JPEG 2000 Part 2", PixelEncoding.Other),
            Encapsulated("4.100", "MPEG2 Main Profile Main Level", PixelEncoding.Video),
            Encapsulated("4.101", "MPEG2 Main Profile High Level", PixelEncoding.Video),
            Encapsulated("4.102", "MPEG-4 AVC/H.264 High Profile", PixelEncoding.Video),
            Encapsulated("4.103", "MPEG-4 AVC/H.264 BD-compatible", PixelEncoding.Video),
            Encapsulated("4.104", "MPEG-4 AVC/H.264 High Profile 2D", PixelEncoding.Video),
            Encapsulated("4.105", "MPEG-4 AVC/H.264 High Profile 3D", PixelEncoding.Video),
            Encapsulated("4.106", "MPEG-4 AVC/H.264 Stereo", PixelEncoding.Video),
            Encapsulated("4.107", "HEVC/H.265 Main Profile", PixelEncoding.Video),
            Encapsulated("4.108", "HEVC/H.265 Main 10 Profile", PixelEncoding.Video),
            Encapsulated("4.110", "JPEG XL Lossless", PixelEncoding.Other),
            Encapsulated("4.111", "JPEG XL JPEG Recompression", PixelEncoding.Other),
            Encapsulated("4.112", "JPEG XL", PixelEncoding.Other),
            Encapsulated("4.201", "HTJ2K Lossless", PixelEncoding.Jpeg2000),
            Encapsulated("4.202", "HTJ2K Lossless RPCL", PixelEncoding.Jpeg2000),
            Encapsulated("4.203", "HTJ2K", PixelEncoding.Jpeg2000),
            Encapsulated("8.1", "Deflated Image Frame Compression", PixelEncoding.Deflate),
        ];
}
