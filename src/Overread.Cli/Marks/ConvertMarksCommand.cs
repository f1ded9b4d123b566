using System.CommandLine;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using Overread.Cli.Marks.Writing;
using Overread.Cli.Quality;
using Overread.Cli.Quality.Files;
using Overread.Imaging.Grids;
using Overread.Imaging.Marks;

namespace Overread.Cli.Marks;

/// <summary><c>overread marks convert</c>: marks on images from one format into another, with a report of what is lost.</summary>
/// <remarks>Exit codes: 0 done, 2 the input or an option is wrong, 3 <c>--strict</c> refused, 4 written, but parts of the input could not be read.</remarks>
internal static class ConvertMarksCommand
{
    private const int Refused = 3;
    private const int Partly = 4;

    private static readonly Dictionary<string, Action<Conversion, StagedOutput>> s_writers = new()
    {
        ["seg"] = SegOutput.Write,
        ["labelmap-seg"] = SegOutput.WriteLabelMap,
        ["rtstruct"] = StructureOutput.Write,
        ["sr"] = ReportOutput.Write,
        ["nifti"] = VolumeOutput.WriteNifti,
        ["nrrd"] = VolumeOutput.WriteNrrd,
        ["coco"] = CocoOutput.Write,
        ["yolo"] = YoloOutput.Write,
        ["voc"] = VocOutput.Write,
        ["png"] = PngOutput.Write,
        ["csv"] = CsvOutput.Write,
    };

    internal static Command Create()
    {
        Argument<string> input = new("in") { Description = "File or folder of marks." };
        Option<string?> image = new("--image")
        {
            Description =
                "The images that the marks belong to: a DICOM series, a NIfTI or NRRD volume, a picture or a folder of pictures. May be left out where the marks say it all and no DICOM is written.",
        };
        Option<string> to = new("--to") { Description = "Format of OUT.", Required = true };
        to.AcceptOnlyFromAmong([.. s_writers.Keys]);
        Option<string> output = new("--out") { Description = "File; a folder for yolo, voc and png.", Required = true };
        Option<string> from = new("--from")
        {
            Description = "Format of IN; auto sees it from the content.",
            DefaultValueFactory = _ => "auto",
        };
        from.AcceptOnlyFromAmong(["auto", .. MarkFiles.Names]);
        Option<string?> series = new("--series") { Description = "Series Instance UID, where --image has several." };
        Option<string?> resample = new("--resample")
        {
            Description = "Bring masks of another grid onto that of the images by the nearest voxel.",
        };
        resample.AcceptOnlyFromAmong("nearest");
        Option<bool> anyFrame = new("--any-frame-of-reference")
        {
            Description =
                "Take another frame of reference for that of the images: where both are known to be registered.",
        };
        Option<bool> byIndex = new("--by-index")
        {
            Description = "Put label maps that do not say where they lie on the images by index.",
        };
        Option<bool> part = new("--part")
        {
            Description = "Take a NIfTI or NRRD label map that covers a part of the images, or more than them.",
        };
        Option<double> tolerance = new("--tolerance")
        {
            Description = "Parts of a voxel that centres may lie apart to be the same voxel.",
            DefaultValueFactory = _ => GridPlacement.DefaultTolerance,
        };
        Option<string> overlap = new("--overlap")
        {
            Description =
                "Where a format holds one number per voxel and labels overlap: refuse, split into layers or files, or the last on top.",
            DefaultValueFactory = _ => "split",
        };
        overlap.AcceptOnlyFromAmong("refuse", "split", "last");
        Option<string> per = new("--per")
        {
            Description = "Whether formats of masks have one mask per label or per object.",
            DefaultValueFactory = _ => "label",
        };
        per.AcceptOnlyFromAmong("label", "object");
        Option<bool> polygons = new("--polygons")
        {
            Description = "Write masks to COCO as polygons, not as run lengths.",
        };
        Option<string> origin = new("--voc-origin")
        {
            Description = "Number of the first pixel in VOC files that are read; auto: 1, unless a box begins at 0.",
            DefaultValueFactory = _ => "auto",
        };
        origin.AcceptOnlyFromAmong("auto", "0", "1");
        Option<double?> above = new("--above")
        {
            Description =
                "Of a parametric map, mark the voxels of this value and more; without it, one of values from 0 to 1 is taken for fractions.",
        };
        Option<bool> deflate = new("--deflate")
        {
            Description = "Compress DICOM segmentations (deflated transfer syntax).",
        };
        Option<bool> strict = new("--strict")
        {
            Description = "Write nothing where anything would be lost (exit code 3).",
        };
        Option<bool> force = new("--force") { Description = "Replace what is at OUT." };
        Option<bool> json = new("--json") { Description = "Print counts, losses and notes as JSON." };
        Command command = new(
            "convert",
            "Convert marks on images between formats (DICOM SEG, RTSTRUCT, SR, GSPS, NIfTI, NRRD, COCO, YOLO, VOC, PNG, CSV) and report what the target cannot hold. Exit codes: 0 done, 2 wrong input, 3 refused by --strict, 4 parts of the input left out."
        )
        {
            input,
            image,
            to,
            output,
            from,
            series,
            resample,
            anyFrame,
            byIndex,
            part,
            tolerance,
            overlap,
            per,
            polygons,
            origin,
            above,
            deflate,
            strict,
            force,
            json,
        };
        command.Examples(
            "overread marks convert tumor.seg.nrrd --image series/ --to seg --out tumor.dcm",
            "overread marks convert rtstruct.dcm --image series/ --to nifti --out organs.nii.gz --strict",
            "overread marks convert labels.nii.gz --image series/ --to rtstruct --out organs.dcm --resample nearest",
            "overread marks convert Annotations/ --image JPEGImages/ --to coco --out boxes.json --json"
        );
        command.SetAction(parsed =>
        {
            ConversionNotes notes = new();
            LossReport losses = new();
            TextWriter said = parsed.InvocationConfiguration.Error;
            try
            {
                string path = parsed.GetRequiredValue(input);
                string target = parsed.GetRequiredValue(output);
                List<IMarkSource> sources = MarkFiles.Open(
                    path,
                    parsed.GetRequiredValue(from),
                    parsed.GetRequiredValue(origin),
                    parsed.GetValue(above),
                    notes,
                    out string format
                );
                MarkSet set = Gather(
                    sources,
                    path,
                    parsed.GetValue(image),
                    parsed.GetValue(series),
                    new PlacementOptions(
                        parsed.GetValue(resample) is not null,
                        parsed.GetValue(anyFrame),
                        parsed.GetValue(byIndex),
                        parsed.GetValue(part),
                        parsed.GetValue(tolerance)
                    ),
                    losses,
                    notes,
                    out LoadedImages images
                );
                WritingOptions options = new()
                {
                    Overlap = parsed.GetRequiredValue(overlap),
                    PerObject = parsed.GetValue(per) == "object",
                    Polygons = parsed.GetValue(polygons),
                    Deflate = parsed.GetValue(deflate),
                    NewUid = NewUid,
                    Created = TimeProvider.System.GetLocalNow(),
                };
                Conversion conversion = new(set, images, options, losses, notes);
                MarkReport report = new(format, parsed.GetRequiredValue(to), conversion);
                using StagedOutput staged = new(
                    target,
                    parsed.GetValue(force),
                    FileKinds.Under(path).Concat(images.Paths)
                );
                s_writers[report.To](conversion, staged);
                bool written = losses.IsEmpty || !parsed.GetValue(strict);
                if (written)
                {
                    staged.Complete();
                }

                report.Print(
                    parsed.InvocationConfiguration.Output,
                    said,
                    parsed.GetValue(json),
                    written ? staged.Written : []
                );
                return !written ? Refused
                    : notes.LeftOut.Count > 0 ? Partly
                    : 0;
            }
            catch (Exception refused)
                when (refused
                        is FileError
                            or ArgumentException
                            or IOException
                            or UnauthorizedAccessException
                            or GridException
                )
            {
                said.WriteLine($"overread marks convert: {refused.Message}");
                return 2;
            }
        });
        return command;
    }

    private static MarkSet Gather(
        List<IMarkSource> sources,
        string path,
        string? image,
        string? series,
        PlacementOptions options,
        LossReport losses,
        ConversionNotes notes,
        out LoadedImages images
    )
    {
        HashSet<string> references = [.. sources.SelectMany(source => source.References)];
        images = image is not null
            ? ImageLoader.Load(image, references, series, notes)
            : new LoadedImages(
                sources[0].OwnImages()
                    ?? throw new FileError(path, 0, "it does not say what images it belongs to: name them by --image."),
                [],
                "description in the marks"
            );
        if (images.Stack.Slices.Count == 0)
        {
            throw new FileError(image ?? path, 0, "there is no image that can be read.");
        }

        MarkSet set = new(images.Stack);
        int failed = 0;
        foreach (IMarkSource source in sources)
        {
            try
            {
                source.AddTo(set, options, losses, notes);
            }
            catch (FileError refused) when (sources.Count > 1)
            {
                notes.LeftOut.Add(refused.Message);
                failed++;
            }
        }

        if (failed == sources.Count)
        {
            throw new FileError(path, 0, $"none of {failed} files belongs to the images; {notes.LeftOut[0]}");
        }

        bool placed = set.Objects.Exists(mark =>
            mark.Mask is not null || mark.Planar.Count + mark.Places.Count + mark.Measurements.Count > 0
        );
        if (!placed && losses.All.FirstOrDefault() is { What: { } what } first)
        {
            throw new FileError(
                path,
                0,
                $"nothing of it belongs to the images: {first.Count} {what} ({first.Because}), such as {first.Examples[0]}."
            );
        }

        return set;
    }

    /// <summary>A UID of 128 random bits (PS3.5 annex B.2).</summary>
    private static string NewUid()
    {
        byte[] random = RandomNumberGenerator.GetBytes(16);
        random[6] = (byte)((random[6] & 0x0F) | 0x40);
        random[8] = (byte)((random[8] & 0x3F) | 0x80);
        return "2.25."
            + new BigInteger(random, isUnsigned: true, isBigEndian: true).ToString(CultureInfo.InvariantCulture);
    }
}
