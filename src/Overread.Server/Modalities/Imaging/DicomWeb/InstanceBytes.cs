using Overread.Dicom;
using Overread.Dicom.Pixels;
using Overread.Domain;
using Overread.Storage;

namespace Overread.Server.Modalities.Imaging.DicomWeb;

/// <summary>Opens instances, and brings them into the transfer syntax that a client takes.</summary>
internal sealed class InstanceBytes(IBlobStore blobs)
{
    private static readonly string Usual = TransferSyntax.ExplicitLittleEndian.Uid;

    /// <exception cref="RefusedException">The store has lost them.</exception>
    public Stream Open(string hash) =>
        blobs.Open(hash)
        ?? throw new RefusedException(
            new("file.lost", "The image's bytes are missing from the store.", RefusalKind.NotFound)
            {
                Next = "Tell the administrator: run overread audit.",
            }
        );

    public DicomFile Read(DicomRow row) => DicomFile.Read(Open(row.Hash));

    /// <summary>
    /// The syntax in which an instance is sent, by what the client takes, or null where none can be made. Frames are never
    /// compressed with loss here; those that nothing here decodes are sent as they are stored unless the client forbids it.
    /// </summary>
    public static TransferSyntax? Choose(DicomRow row, IEnumerable<AcceptedType> accepted)
    {
        if (!TransferSyntax.TryFind(row.Syntax, out TransferSyntax stored))
        {
            return null;
        }

        foreach (AcceptedType type in accepted)
        {
            string wanted = type.Syntax ?? (Decodes(stored) ? Usual : row.Syntax);
            if (wanted == "*" || wanted == row.Syntax)
            {
                return stored;
            }

            if (
                TransferSyntax.TryFind(wanted, out TransferSyntax other)
                && Transcoder.Targets.Contains(other)
                && Decodes(stored)
            )
            {
                return other;
            }
        }

        return null;
    }

    public static bool Decodes(TransferSyntax syntax) =>
        syntax.Pixels is not (PixelEncoding.Video or PixelEncoding.Other);

    /// <summary>The bytes of an instance in a syntax that <see cref="Choose"/> gave.</summary>
    public Stream In(DicomRow row, TransferSyntax syntax)
    {
        if (syntax.Uid == row.Syntax)
        {
            return Open(row.Hash);
        }

        using DicomFile file = Read(row);
        if (!Transcoder.TryTranscode(file, syntax, out DicomFile result, out Finding? problem))
        {
            throw new RefusedException(
                new(
                    "dicomweb.transcode",
                    $"The instance cannot be sent in this transfer syntax: {problem?.Detail}.",
                    RefusalKind.NotFound
                )
                {
                    Next = "Ask for transfer-syntax=*.",
                }
            );
        }

        MemoryStream bytes = new();
        result.Write(bytes, syntax);
        bytes.Position = 0;
        return bytes;
    }

    /// <summary>The media type of a compressed frame (PS3.18 table 8.7.3-3).</summary>
    public static string FrameMedia(TransferSyntax syntax) =>
        syntax.Uid switch
        {
            _ when !syntax.IsEncapsulated => "application/octet-stream",
            "1.2.840.10008.1.2.4.50"
            or "1.2.840.10008.1.2.4.51"
            or "1.2.840.10008.1.2.4.53"
            or "1.2.840.10008.1.2.4.55"
            or "1.2.840.10008.1.2.4.57"
            or "1.2.840.10008.1.2.4.70" => "image/jpeg",
            "1.2.840.10008.1.2.4.80" or "1.2.840.10008.1.2.4.81" => "image/jls",
            "1.2.840.10008.1.2.4.90" or "1.2.840.10008.1.2.4.91" => "image/jp2",
            "1.2.840.10008.1.2.4.92" or "1.2.840.10008.1.2.4.93" => "image/jpx",
            "1.2.840.10008.1.2.4.201" or "1.2.840.10008.1.2.4.202" or "1.2.840.10008.1.2.4.203" => "image/jphc",
            "1.2.840.10008.1.2.4.110" or "1.2.840.10008.1.2.4.111" or "1.2.840.10008.1.2.4.112" => "image/jxl",
            "1.2.840.10008.1.2.5" => "image/dicom-rle",
            "1.2.840.10008.1.2.4.100" or "1.2.840.10008.1.2.4.101" => "video/mpeg",
            "1.2.840.10008.1.2.4.107" or "1.2.840.10008.1.2.4.108" => "video/mp4",
            _ when syntax.Pixels == PixelEncoding.Video => "video/mp4",
            _ => "application/octet-stream",
        };
}
