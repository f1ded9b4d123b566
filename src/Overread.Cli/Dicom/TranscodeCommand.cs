using System.CommandLine;
using Overread.Dicom;
using Overread.Dicom.Pixels;

namespace Overread.Cli.Dicom;

/// <summary><c>overread dicom transcode IN OUT --to …</c>: another encoding, the same pixels.</summary>
internal static class TranscodeCommand
{
    private static readonly Dictionary<string, TransferSyntax> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["explicit"] = TransferSyntax.ExplicitLittleEndian,
        ["implicit"] = TransferSyntax.ImplicitLittleEndian,
        ["big"] = TransferSyntax.ExplicitBigEndian,
        ["deflated"] = TransferSyntax.DeflatedExplicitLittleEndian,
        ["rle"] = TransferSyntax.RleLossless,
        ["jpeg-ls"] = TransferSyntax.JpegLsLossless,
    };

    internal static Command Create()
    {
        Argument<string> input = new("in") { Description = "a DICOM file" };
        Argument<string> output = new("out") { Description = "the file to write" };
        Option<string> to = new("--to")
        {
            Description = string.Join(", ", Words.Keys),
            DefaultValueFactory = _ => "explicit",
        };
        to.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, [.. Words.Keys]);
        Command command = new("transcode", "Write a file in another transfer syntax, pixel for pixel the same.")
        {
            input,
            output,
            to,
        };
        command.SetAction(parsed =>
            FileErrors.Guarded(
                "transcode",
                () =>
                {
                    using DicomFile file = DicomFile.Read(parsed.GetValue(input)!);
                    if (!file.IsDicom || file.IsTruncated)
                    {
                        Console.Error.WriteLine("overread dicom transcode: not DICOM, or not all of it");
                        return 3;
                    }

                    TransferSyntax syntax = Words[parsed.GetValue(to)!];
                    if (!Transcoder.TryTranscode(file, syntax, out DicomFile result, out Finding? problem))
                    {
                        Console.Error.WriteLine(problem);
                        return 3;
                    }

                    result.Write(parsed.GetValue(output)!);
                    return 0;
                }
            )
        );
        return command;
    }
}
