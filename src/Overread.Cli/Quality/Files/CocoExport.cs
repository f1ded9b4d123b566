using System.Text.Json;

namespace Overread.Cli.Quality.Files;

/// <summary>
/// A COCO file (Lin et al. 2014) as a table of boxes. COCO knows no reader: the file's name is the reader, and one file per reader is
/// given. An annotation without a box is left out aloud.
/// </summary>
internal static class CocoExport
{
    internal static bool Fits(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && IsArray(root, "images") && IsArray(root, "annotations");

    internal static MemoryRows Table(string path, JsonElement root, FileReading? reading)
    {
        Dictionary<string, string> categories = IsArray(root, "categories")
            ? Names(path, root.GetProperty("categories"), "name", "category")
            : [];
        Dictionary<string, string> images = Names(path, root.GetProperty("images"), "file_name", "image");
        string reader = MarkTable.ReaderOf(path);
        MarkTable table = new(path);
        HashSet<string> marked = [];
        int at = 0;
        foreach (JsonElement annotation in root.GetProperty("annotations").EnumerateArray())
        {
            at++;
            string image = Number(path, at, annotation, "image_id");
            if (!images.TryGetValue(image, out string? item))
            {
                throw Refused(path, at, $"its image_id {image} is no image of the file.");
            }

            string category = Number(path, at, annotation, "category_id");
            if (!categories.TryGetValue(category, out string? label))
            {
                throw Refused(path, at, $"its category_id {category} is no category of the file.");
            }

            if (!IsArray(annotation, "bbox") || annotation.GetProperty("bbox").GetArrayLength() != 4)
            {
                table.Other("annotation without a bbox of four numbers");
                continue;
            }

            double[] box = new double[4];
            int i = 0;
            foreach (JsonElement number in annotation.GetProperty("bbox").EnumerateArray())
            {
                box[i++] =
                    number.ValueKind == JsonValueKind.Number
                    && number.TryGetDouble(out double value)
                    && double.IsFinite(value)
                        ? value
                        : throw Refused(path, at, $"'{number.GetRawText()}' in its bbox is no number.");
            }

            string? score =
                annotation.TryGetProperty("score", out JsonElement sure) && sure.ValueKind == JsonValueKind.Number
                    ? sure.GetRawText()
                    : null;
            marked.Add(image);
            table.Box(at, item, reader, label, box, score);
        }

        foreach ((string image, string item) in images.Where(image => !marked.Contains(image.Key)))
        {
            table.Nothing(at + 1, item, reader);
        }

        return table.Table(reading);
    }

    private static Dictionary<string, string> Names(string path, JsonElement list, string name, string what)
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        int at = 0;
        foreach (JsonElement entry in list.EnumerateArray())
        {
            at++;
            if (
                entry.ValueKind != JsonValueKind.Object
                || !entry.TryGetProperty("id", out JsonElement id)
                || id.ValueKind is not (JsonValueKind.Number or JsonValueKind.String)
                || !entry.TryGetProperty(name, out JsonElement text)
                || text.ValueKind != JsonValueKind.String
                || string.IsNullOrWhiteSpace(text.GetString())
            )
            {
                throw new FileError(path, 0, $"{what} {at} has no id or no {name}.");
            }

            if (!names.TryAdd(JsonRows.Text(id)!, text.GetString()!))
            {
                throw new FileError(path, 0, $"two of its {what} entries have the id {JsonRows.Text(id)}.");
            }
        }

        return names;
    }

    private static string Number(string path, int at, JsonElement annotation, string name) =>
        annotation.ValueKind == JsonValueKind.Object
        && annotation.TryGetProperty(name, out JsonElement id)
        && id.ValueKind is JsonValueKind.Number or JsonValueKind.String
            ? JsonRows.Text(id)!
            : throw Refused(path, at, $"it has no {name}.");

    private static FileError Refused(string path, int at, string what) => new(path, 0, $"annotation {at}: {what}");

    private static bool IsArray(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object
        && of.TryGetProperty(name, out JsonElement list)
        && list.ValueKind == JsonValueKind.Array;
}
