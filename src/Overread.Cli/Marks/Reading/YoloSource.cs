using System.Globalization;
using Overread.Cli.Quality.Files;
using Overread.Imaging.Marks;

namespace Overread.Cli.Marks.Reading;

/// <summary>
/// YOLO label files: a line per object of a class number and parts of width and height: centre and size of a box (and a score), corners
/// of a polygon, or box and keypoints where data.yaml has <c>kpt_shape</c>.
/// </summary>
internal sealed class YoloSource : IMarkSource
{
    private static readonly HashSet<string> s_none = [];
    private readonly List<string> _files;
    private readonly YoloClasses _classes;

    internal YoloSource(string path, List<string> all, List<string> files)
    {
        Path = path;
        _files = files;
        _classes = YoloClasses.Find(path, all);
    }

    public string Path { get; }

    public IReadOnlySet<string> References => s_none;

    public string? FrameOfReferenceUid => null;

    public MarkedImages? OwnImages() => null;

    public void AddTo(MarkSet set, PlacementOptions options, LossReport losses, ConversionNotes notes)
    {
        if (_classes.Names.Count == 0)
        {
            notes.Note(
                $"{Path}: no data.yaml, classes.txt or obj.names names the classes; they are called after their numbers."
            );
        }

        foreach ((int number, string name) in _classes.Names.OrderBy(pair => pair.Key))
        {
            set.LabelOf(number + 1, () => name);
        }

        foreach (string file in _files)
        {
            int slice = set.Images.Find(System.IO.Path.GetFileNameWithoutExtension(file));
            if (slice < 0)
            {
                losses.Add(
                    "label files of images that were not given",
                    "--image has no image of that name",
                    System.IO.Path.GetFileName(file)
                );
                continue;
            }

            int line = 0;
            foreach (string text in File.ReadLines(file))
            {
                line++;
                if (string.IsNullOrWhiteSpace(text))
                {
                    continue;
                }

                if (Parse(text, out int number, out double[] values) is { } problem)
                {
                    notes.LeftOut.Add($"{file}, line {line}: {problem}");
                    continue;
                }

                if (_classes.Names.Count > 0 && !_classes.Names.ContainsKey(number))
                {
                    notes.LeftOut.Add(
                        $"{file}, line {line}: class {number} is not among the {_classes.Names.Count} that are named"
                    );
                    continue;
                }

                Add(set, slice, number, values);
            }
        }
    }

    private string? Parse(string text, out int number, out double[] values)
    {
        string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        values = new double[words.Length - 1];
        if (!int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            return $"'{words[0]}' is no class number";
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (
                !double.TryParse(words[i + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i])
                || !double.IsFinite(values[i])
            )
            {
                return $"'{words[i + 1]}' is no number";
            }

            if (values[i] is < -0.001 or > 1.001 && _classes.Keypoints == 0)
            {
                return FormattableString.Invariant(
                    $"{values[i]} is no part of the picture: YOLO has numbers from 0 to 1"
                );
            }
        }

        bool posed = _classes.Keypoints > 0 && values.Length == 4 + (_classes.Keypoints * _classes.KeypointValues);
        return posed || values.Length is 4 or 5 || (values.Length >= 6 && values.Length % 2 == 0)
            ? null
            : $"{values.Length} numbers are neither a box (4, 5 with a score) nor a polygon (6 and more, by pairs)";
    }

    private void Add(MarkSet set, int slice, int number, double[] values)
    {
        ImageSlice image = set.Images.Slices[slice];
        MarkLabel label = set.LabelOf(number + 1, () => $"class {number}");
        bool posed = _classes.Keypoints > 0 && values.Length == 4 + (_classes.Keypoints * _classes.KeypointValues);
        MarkObject mark = new() { Label = label, Score = values.Length == 5 ? values[4] : null };
        if (posed || values.Length < 6)
        {
            (double x, double y, double w, double h) = (values[0], values[1], values[2], values[3]);
            mark.Planar.Add(
                PlanarShape.Box(
                    slice,
                    Snap((x - (w / 2)) * image.Width),
                    Snap((y - (h / 2)) * image.Height),
                    Snap((x + (w / 2)) * image.Width),
                    Snap((y + (h / 2)) * image.Height)
                )
            );
            if (posed)
            {
                mark.Planar.Add(Points(values, slice, image));
            }
        }
        else
        {
            double[] ring = new double[values.Length];
            for (int i = 0; i < ring.Length; i++)
            {
                ring[i] = Snap(values[i] * (i % 2 == 0 ? image.Width : image.Height));
            }

            mark.Planar.Add(new PlanarShape(slice, PlanarShapeKind.Polygon, [ring]));
        }

        set.Objects.Add(mark);
    }

    private PlanarShape Points(double[] values, int slice, ImageSlice image)
    {
        double[] points = new double[2 * _classes.Keypoints];
        int[] visible = new int[_classes.Keypoints];
        for (int i = 0; i < visible.Length; i++)
        {
            int at = 4 + (i * _classes.KeypointValues);
            (points[2 * i], points[(2 * i) + 1]) = (values[at] * image.Width, values[at + 1] * image.Height);
            visible[i] = _classes.KeypointValues > 2 ? (int)values[at + 2] : 2;
        }

        return new PlanarShape(slice, PlanarShapeKind.Points, [points]) { Visibility = visible };
    }

    // Parts are written with six digits; an edge that near to a pixel's is meant to be there.
    private static double Snap(double edge) => Math.Abs(edge - Math.Round(edge)) < 0.002 ? Math.Round(edge) : edge;
}
