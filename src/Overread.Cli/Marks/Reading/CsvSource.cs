using System.Globalization;
using Overread.Cli.Quality.Files;
using Overread.Imaging.Coco;
using Overread.Imaging.Grids;
using Overread.Imaging.Marks;

namespace Overread.Cli.Marks.Reading;

/// <summary>
/// Marks as CSV: what this tool writes, or a table of boxes (image, label, xmin, ymin, xmax, ymax along pixel edges), or of places in the
/// patient (label, x, y, z in mm LPS).
/// </summary>
internal sealed class CsvSource : IMarkSource
{
    private static readonly HashSet<string> s_none = [];
    private readonly List<(long Line, Dictionary<string, string> Cells)> _rows = [];
    private readonly string _form;

    internal CsvSource(string path)
    {
        Path = path;
        using CsvRows rows = CsvRows.Open(path);
        string[] header = [.. rows.Header.Select(name => name.ToLowerInvariant())];
        bool Has(params string[] names) => Array.TrueForAll(names, header.Contains);
        _form =
            Has("object", "number", "label", "kind", "image", "pixels", "patient_mm", "rle", "value", "unit") ? "own"
            : Has("xmin", "ymin", "xmax", "ymax") && header.Any(IsImage) ? "boxes"
            : Has("x", "y", "z") ? "places"
            : throw new FileError(
                path,
                1,
                $"the columns are neither those that 'marks convert --to csv' writes ({MarkCsv.Columns}), nor image,label,xmin,ymin,xmax,ymax, nor label,x,y,z."
            );
        while (rows.Next())
        {
            Dictionary<string, string> cells = [];
            for (int i = 0; i < header.Length; i++)
            {
                cells[
                    IsImage(header[i]) ? "image"
                    : header[i] == "class" ? "label"
                    : header[i]
                ] = rows[i].ToString();
            }

            _rows.Add((rows.Line, cells));
        }
    }

    public string Path { get; }

    public IReadOnlySet<string> References => s_none;

    public string? FrameOfReferenceUid => null;

    public MarkedImages? OwnImages() => null;

    public void AddTo(MarkSet set, PlacementOptions options, LossReport losses, ConversionNotes notes)
    {
        Dictionary<string, MarkObject> objects = [];
        foreach ((long line, Dictionary<string, string> cells) in _rows)
        {
            try
            {
                Add(set, cells, objects, losses);
            }
            catch (FormatException broken)
            {
                notes.LeftOut.Add($"{Path}, line {line}: {broken.Message}");
            }
        }
    }

    private static bool IsImage(string name) => name is "image" or "filename" or "file_name";

    private void Add(
        MarkSet set,
        Dictionary<string, string> cells,
        Dictionary<string, MarkObject> objects,
        LossReport losses
    )
    {
        string name = cells.GetValueOrDefault("label") is { Length: > 0 } said ? said : "mark";
        if (_form == "places")
        {
            MarkObject point = new() { Label = set.LabelNamed(name) };
            point.Places.Add(
                new PatientShape(
                    PatientShapeKind.Points,
                    [new Lps(Number(cells, "x"), Number(cells, "y"), Number(cells, "z"))]
                )
            );
            set.Objects.Add(point);
            return;
        }

        int slice = cells.GetValueOrDefault("image") is { Length: > 0 } image ? set.Images.Find(image) : -1;
        string kind = _form == "boxes" ? "box" : cells["kind"];
        bool flat = kind is "box" or "polygon" or "polyline" or "points" or "ellipse" or "mask";
        if (flat && slice < 0)
        {
            losses.Add(
                "rows of images that were not given",
                "--image has no image of that name",
                cells.GetValueOrDefault("image") ?? ""
            );
            return;
        }

        if (_form == "boxes")
        {
            (double l, double t, double r, double b) = (
                Number(cells, "xmin"),
                Number(cells, "ymin"),
                Number(cells, "xmax"),
                Number(cells, "ymax")
            );
            if (!(r > l) || !(b > t))
            {
                throw new FormatException("the box has no pixel");
            }

            MarkObject box = new() { Label = set.LabelNamed(name) };
            box.Planar.Add(PlanarShape.Box(slice, l, t, r, b));
            set.Objects.Add(box);
            return;
        }

        Own(set, cells, objects, name, kind, slice);
    }

    private static void Own(
        MarkSet set,
        Dictionary<string, string> cells,
        Dictionary<string, MarkObject> objects,
        string name,
        string kind,
        int slice
    )
    {
        if (!objects.TryGetValue(cells["object"], out MarkObject? mark))
        {
            int number = int.TryParse(cells["number"], NumberStyles.None, CultureInfo.InvariantCulture, out int n)
                ? n
                : 0;
            MarkLabel label =
                set.Labels.Find(known => known.Number == number && known.Name == name)
                ?? new MarkLabel { Number = number, Name = name };
            if (!set.Labels.Contains(label))
            {
                set.Labels.Add(label);
            }

            mark = new MarkObject
            {
                Label = label,
                Score = cells.GetValueOrDefault("score") is { Length: > 0 } ? Number(cells, "score") : null,
            };
            foreach (
                (string word, string value) in MarkCsv.ParseAttributes(cells.GetValueOrDefault("attributes") ?? "")
            )
            {
                mark.Attributes[word] = value;
            }

            objects[cells["object"]] = mark;
            set.Objects.Add(mark);
        }

        switch (kind)
        {
            case "mask":
                Mask(mark, cells["rle"], slice, set.Images.Slices[slice]);
                break;
            case "box" or "polygon" or "polyline" or "points" or "ellipse":
                IReadOnlyList<double[]> rings = MarkCsv.ParseRings(cells["pixels"]);
                int least = kind switch
                {
                    "box" => 4,
                    "points" => 2,
                    "polyline" => 4,
                    "ellipse" => 8,
                    _ => 6,
                };
                if (rings.Any(ring => ring.Length < least))
                {
                    throw new FormatException($"a {kind} needs {least / 2} points at least");
                }

                mark.Planar.Add(
                    new PlanarShape(
                        slice,
                        Enum.Parse<PlanarShapeKind>(kind, ignoreCase: true),
                        kind == "box"
                            ?
                            [
                                [.. rings[0].Take(4)],
                            ]
                            : rings
                    )
                );
                break;
            case "contour" or "line3d" or "points3d":
                mark.Places.Add(
                    new PatientShape(
                        kind == "contour" ? PatientShapeKind.Closed
                            : kind == "line3d" ? PatientShapeKind.Open
                            : PatientShapeKind.Points,
                        MarkCsv.ParsePlaces(cells["patient_mm"])
                    )
                );
                break;
            case "measurement":
                mark.Measurements.Add(
                    new Measurement(
                        new CodedTerm("", "", cells["pixels"]),
                        double.TryParse(
                            cells["value"],
                            NumberStyles.Float,
                            CultureInfo.InvariantCulture,
                            out double value
                        )
                            ? value
                            : null,
                        cells["unit"].Length > 0 ? new CodedTerm(cells["unit"], "UCUM", cells["unit"]) : null
                    )
                );
                break;
            default:
                throw new FormatException($"'{kind}' is no kind of row");
        }
    }

    private static void Mask(MarkObject mark, string text, int slice, ImageSlice image)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || text[..colon] != string.Create(CultureInfo.InvariantCulture, $"{image.Height}x{image.Width}"))
        {
            throw new FormatException(
                $"the run lengths are not of {image.Height}x{image.Width} pixels, as the image {image.Name} has"
            );
        }

        mark.Mask ??= new VoxelMask();
        mark.Mask.Set(slice, CocoRle.Fill(CocoRle.Unpack(text[(colon + 1)..]), image.Width, image.Height));
    }

    private static double Number(Dictionary<string, string> cells, string name) =>
        double.TryParse(
            cells.GetValueOrDefault(name),
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out double number
        ) && double.IsFinite(number)
            ? number
            : throw new FormatException($"'{name}' holds no number");
}
