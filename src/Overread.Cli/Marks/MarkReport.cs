using System.Globalization;
using System.Text.Json;
using Overread.Cli.Quality;
using Overread.Imaging.Grids;
using Overread.Imaging.Marks;

namespace Overread.Cli.Marks;

/// <summary>What was read and written, label by label, and what was lost.</summary>
internal sealed class MarkReport
{
    private sealed record Row(
        MarkLabel Label,
        int Objects,
        long Voxels,
        double? Volume,
        int Contours,
        int Shapes,
        int Measurements
    );

    private readonly Conversion _conversion;
    private List<Row> _rows;

    /// <summary>Counts the marks as they stand on the images, before a writer may reduce them.</summary>
    internal MarkReport(string from, string to, Conversion conversion)
    {
        (From, To, _conversion) = (from, to, conversion);
        double each = conversion.Set.Images.Grid?.VoxelVolume ?? 0;
        _rows =
        [
            .. conversion.Set.Labels.Select(label =>
            {
                List<MarkObject> own = [.. conversion.Set.Objects.Where(mark => mark.Label == label)];
                long voxels = own.Sum(mark => mark.Mask?.Count ?? 0);
                return new Row(
                    label,
                    own.Count,
                    voxels,
                    each > 0 && own.Exists(mark => mark.Mask is not null) ? voxels * each : null,
                    own.Sum(mark => mark.Places.Count),
                    own.Sum(mark => mark.Planar.Count),
                    own.Sum(mark => mark.Measurements.Count)
                );
            }),
        ];
    }

    /// <summary>Adds the voxels that a writer found in shapes.</summary>
    private void Filled()
    {
        double each = _conversion.Set.Images.Grid?.VoxelVolume ?? 0;
        _rows =
        [
            .. _rows.Select(row =>
            {
                long filled = _conversion
                    .Set.Objects.Where(mark => mark.Label == row.Label)
                    .Sum(mark => _conversion.Shapes.FilledOf(mark)?.Count ?? 0);
                return filled == 0
                    ? row
                    : row with
                    {
                        Voxels = row.Voxels + filled,
                        Volume = each > 0 ? (row.Voxels + filled) * each : null,
                    };
            }),
        ];
    }

    internal string From { get; }

    internal string To { get; }

    internal void Print(TextWriter output, TextWriter said, bool json, IReadOnlyList<string> written)
    {
        Filled();
        if (json)
        {
            Json(output, written);
            return;
        }

        foreach (string left in _conversion.Notes.LeftOut)
        {
            said.WriteLine($"left out: {left}");
        }

        foreach (string note in _conversion.Notes.Notes)
        {
            said.WriteLine($"note: {note}");
        }

        TextTable table = new("label", "name", "objects", "voxels", "mm³", "contours", "shapes");
        foreach (Row row in _rows)
        {
            table.Add(
                Whole(row.Label.Number),
                row.Label.Name,
                Whole(row.Objects),
                Whole(row.Voxels),
                row.Volume?.ToString("0.#", CultureInfo.InvariantCulture) ?? "",
                Whole(row.Contours),
                Whole(row.Shapes)
            );
        }

        table.Write(output);
        output.WriteLine(
            written.Count > 0
                ? $"{From} written as {To} to {string.Join(", ", written.Take(6))}{(written.Count > 6 ? $" and {written.Count - 6} more" : "")}."
                : $"nothing is written, since {To} would lose what follows."
        );
        foreach ((string what, long count, string because, IReadOnlyList<string> examples) in _conversion.Losses.All)
        {
            output.WriteLine($"lost: {count} {what} ({because})");
            foreach (string example in examples)
            {
                output.WriteLine($"  {example}");
            }
        }
    }

    private static string Whole(long number) => number.ToString(CultureInfo.InvariantCulture);

    private void Json(TextWriter output, IReadOnlyList<string> written) =>
        CommandRun.WriteJson(
            output,
            json =>
            {
                MarkedImages images = _conversion.Set.Images;
                json.WriteStartObject();
                json.WriteString("from", From);
                json.WriteString("to", To);
                json.WriteBoolean("written", written.Count > 0);
                Strings(json, "files", written);
                json.WriteStartObject("images");
                json.WriteString("kind", _conversion.Images.Kind);
                json.WriteNumber("count", images.Slices.Count);
                json.WriteNumber("width", images.Slices[0].Width);
                json.WriteNumber("height", images.Slices[0].Height);
                Affine(json, images.Grid);
                json.WriteEndObject();
                json.WriteStartArray("labels");
                foreach (Row row in _rows)
                {
                    json.WriteStartObject();
                    json.WriteNumber("number", row.Label.Number);
                    json.WriteString("name", row.Label.Name);
                    json.WriteNumber("objects", row.Objects);
                    json.WriteNumber("voxels", row.Voxels);
                    json.Number("mm3", row.Volume);
                    json.WriteNumber("contours", row.Contours);
                    json.WriteNumber("shapes", row.Shapes);
                    json.WriteNumber("measurements", row.Measurements);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteStartArray("losses");
                foreach (
                    (string what, long count, string because, IReadOnlyList<string> examples) in _conversion.Losses.All
                )
                {
                    json.WriteStartObject();
                    json.WriteString("what", what);
                    json.WriteNumber("count", count);
                    json.WriteString("because", because);
                    Strings(json, "examples", examples);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                Strings(json, "leftOut", _conversion.Notes.LeftOut);
                Strings(json, "notes", _conversion.Notes.Notes);
                json.WriteEndObject();
            }
        );

    /// <summary>Where the images lie: rows of the affine from voxel to millimetres LPS; null where uneven or pictures.</summary>
    private static void Affine(Utf8JsonWriter json, VolumeGrid? grid)
    {
        if (grid?.Affine is not { } a)
        {
            json.WriteNull("affineLps");
            return;
        }

        json.WriteStartArray("affineLps");
        foreach (
            double[] row in (double[][])
                [
                    [a.ColumnStep.X, a.RowStep.X, a.SliceStep.X, a.Origin.X],
                    [a.ColumnStep.Y, a.RowStep.Y, a.SliceStep.Y, a.Origin.Y],
                    [a.ColumnStep.Z, a.RowStep.Z, a.SliceStep.Z, a.Origin.Z],
                ]
        )
        {
            json.WriteStartArray();
            foreach (double number in row)
            {
                json.WriteNumberValue(number);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void Strings(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
