using Overread.Cli.Marks.Reading;
using Overread.Cli.Quality.Files;
using Overread.Dicom;
using Overread.Dicom.ParametricMaps;
using Overread.Dicom.Segmentations;
using Overread.Dicom.Structures;

namespace Overread.Cli.Marks;

/// <summary>Opens what IN names: a file, or a folder of files of one kind.</summary>
internal static class MarkFiles
{
    /// <summary>Formats that can be named by <c>--from</c>.</summary>
    internal static readonly string[] Names =
    [
        "seg",
        "rtstruct",
        "sr",
        "gsps",
        "pm",
        "nifti",
        "nrrd",
        "coco",
        "yolo",
        "voc",
        "png",
        "csv",
    ];

    /// <summary>Opens the sources; a broken file among several is left out and told.</summary>
    /// <param name="path">IN.</param>
    /// <param name="from">Format, or auto.</param>
    /// <param name="vocOrigin">Number of the first pixel in VOC: "auto", "1" or "0".</param>
    /// <param name="above">Of a parametric map, the least value that is marked; null to take it for fractions.</param>
    /// <param name="notes">Receives what is left out.</param>
    /// <param name="format">What was read.</param>
    internal static List<IMarkSource> Open(
        string path,
        string from,
        string vocOrigin,
        double? above,
        ConversionNotes notes,
        out string format
    )
    {
        List<string> files = FileKinds.Under(path);
        bool folder = Directory.Exists(path);
        Dictionary<string, List<string>> kinds = [];
        foreach (string file in files)
        {
            string? kind = Kind(path, file, from);
            if (kind is not null)
            {
                (kinds.TryGetValue(kind, out List<string>? list) ? list : kinds[kind] = []).Add(file);
            }
        }

        // Reports and the segmentations that they refer to are read together.
        string[] wanted = from == "auto" ? kinds.Keys.OrderBy(k => Array.IndexOf(Names, k)).Take(1).ToArray() : [from];
        if (from == "auto" && kinds.ContainsKey("sr"))
        {
            wanted = ["sr"];
        }

        format = wanted.FirstOrDefault() ?? from;
        if (wanted.Length == 0 || !kinds.TryGetValue(format, out List<string>? chosen))
        {
            throw new FileError(
                path,
                0,
                from == "auto"
                    ? $"no marks are recognised in it ({string.Join(", ", Names)} are read); --from names the format."
                    : $"no file of the format {from} is in it."
            );
        }

        if (from == "auto" && kinds.Count > 1 && format != "sr")
        {
            notes.Note(
                $"{path}: it has files of several kinds ({string.Join(", ", kinds.Select(k => $"{k.Value.Count} {k.Key}"))}); {format} is read, --from names another."
            );
        }

        List<IMarkSource> sources = [];
        List<string> segments = kinds.GetValueOrDefault("seg") ?? [];
        switch (format)
        {
            case "coco":
                Each(chosen, notes, sources, file => new CocoSource(file));
                break;
            case "csv":
                Each(chosen, notes, sources, file => new CsvSource(file));
                break;
            case "voc":
                sources.Add(new VocSource(path, chosen, vocOrigin));
                break;
            case "yolo":
                sources.Add(new YoloSource(path, files, chosen));
                break;
            case "png":
                sources.Add(new PngSource(path, chosen, folder));
                break;
            case "nifti" or "nrrd":
                Each(chosen, notes, sources, file => new VolumeSource(file, chosen.Count > 1));
                break;
            default:
                Each(chosen, notes, sources, file => Dicom(file, segments, above));
                break;
        }

        return sources;
    }

    private static void Each(
        List<string> files,
        ConversionNotes notes,
        List<IMarkSource> sources,
        Func<string, IMarkSource> open
    )
    {
        foreach (string file in files)
        {
            try
            {
                sources.Add(open(file));
            }
            catch (FileError broken) when (files.Count > 1)
            {
                notes.LeftOut.Add(broken.Message);
            }
        }

        if (sources.Count == 0)
        {
            throw new FileError(files[0], 0, $"none of {files.Count} files can be read; {notes.LeftOut[0]}");
        }
    }

    private static IMarkSource Dicom(string path, List<string> segments, double? above)
    {
        DicomFile file = DicomFile.Read(path);
        if (!file.IsDicom)
        {
            throw new FileError(path, 0, "it is not a DICOM file.");
        }

        if (file.IsTruncated)
        {
            Finding cut = file.Findings.First(finding => finding.IsTruncation);
            throw new FileError(path, 0, $"the file is cut off at byte {cut.Offset} ({cut.Path}): ask for it again.");
        }

        string sopClass = file.SopClassUid;
        return sopClass switch
        {
            SegmentationFile.SopClass or SegmentationFile.LabelMapSopClass => new SegSource(path, file),
            StructureSet.SopClass => new StructureSource(path, file),
            _ when MarkObjects.IsReport(sopClass) => new ReportSource(path, file, segments),
            _ when MarkObjects.IsPresentation(sopClass) => new PresentationSource(path, file),
            ParametricMapFile.SopClass => new ParametricMapSource(path, file, above),
            _ => throw new FileError(path, 0, $"its SOP class {sopClass} holds no marks."),
        };
    }

    private static string? Kind(string root, string file, string from)
    {
        if (FileKinds.IsDicom(file))
        {
            return DicomKind(file, from);
        }

        if (FileKinds.Starts(file, "NRRD000"u8))
        {
            return "nrrd";
        }

        if (FileKinds.IsNifti(file))
        {
            return "nifti";
        }

        if (FileKinds.IsPng(file))
        {
            bool image =
                Directory.Exists(root)
                && Path.GetRelativePath(root, file)
                    .Split('/', '\\')
                    .SkipLast(1)
                    .Any(f => f.ToLowerInvariant() is "image" or "images");
            return image ? null : "png";
        }

        if (file.EndsWith("labels.csv", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return (FileKinds.FirstLetter(file), Path.GetExtension(file).ToLowerInvariant()) switch
        {
            ('{' or '[', _) => "coco",
            ('<', _) => "voc",
            (_, ".csv" or ".tsv") => "csv",
            (_, ".txt") when Path.GetFileName(file) is not ("classes.txt" or "obj.names" or "README.txt") => "yolo",
            _ when File.Exists(root) && from is not "auto" => from,
            _ => null,
        };
    }

    private static string? DicomKind(string file, string from)
    {
        using DicomFile header = FileKinds.ReadHeader(file);
        string sopClass = header.SopClassUid;
        return
            sopClass switch
            {
                SegmentationFile.SopClass or SegmentationFile.LabelMapSopClass => "seg",
                StructureSet.SopClass => "rtstruct",
                ParametricMapFile.SopClass => "pm",
                _ when MarkObjects.IsReport(sopClass) => "sr",
                _ when MarkObjects.IsPresentation(sopClass) => "gsps",
                // An image among marks is passed over; what was named as marks is told.
                _ => from,
            }
                is var kind
            && kind is "auto"
            ? null
            : kind;
    }
}
