using System.CommandLine;
using System.Globalization;
using Overread.Cli.Quality.Files;
using Overread.Cli.Quality.Masks;
using Overread.Imaging.Nifti;
using Overread.Quality.LabelErrors;

namespace Overread.Cli.Quality;

/// <summary><c>label-issues --kind masks</c>: masks that a model's probabilities, or the other readers' masks, contradict.</summary>
internal static class MaskIssuesReport
{
    private sealed record Row(string Item, string Who, string Mask, string? Model, long Line);

    internal static void Write(
        ParseResult parsed,
        TextWriter output,
        OutputOptions shared,
        string path,
        FileReading reading,
        int top
    )
    {
        List<Row> rows = Load(path, reading);
        List<string> names = [];
        List<ReadOnlyMemory<byte>> given = [];
        List<ReadOnlyMemory<float>> probabilities = [];
        if (rows.TrueForAll(row => row.Model is not null))
        {
            foreach (Row row in rows)
            {
                NiftiVolume model = Volume(row.Model!);
                names.Add(row.Who.Length > 0 ? $"{row.Item} by {row.Who}" : row.Item);
                given.Add(Onto(model, row.Model!, row.Mask, reading));
                probabilities.Add(model.Values);
            }
        }
        else
        {
            foreach (IGrouping<string, Row> item in rows.GroupBy(row => row.Item))
            {
                Row[] readers = [.. item];
                if (readers.Length < 2)
                {
                    reading.Note(path, $"{item.Key} has one mask only and is not judged.");
                    continue;
                }

                NiftiVolume first = Volume(readers[0].Mask);
                byte[][] masks = [.. readers.Select(row => Onto(first, readers[0].Mask, row.Mask, reading))];
                for (int reader = 0; reader < masks.Length; reader++)
                {
                    names.Add($"{item.Key} by {readers[reader].Who}");
                    given.Add(masks[reader]);
                    probabilities.Add(Share(masks, reader));
                }
            }
        }

        IReadOnlyList<MaskIssue> found = MaskIssues.Find(given, probabilities);
        string Voxels(long count) => string.Create(CultureInfo.InvariantCulture, $"{count} voxels");
        OtherIssues.Print(
            parsed,
            output,
            shared,
            found.Count,
            "masks",
            [
                .. Enumerable
                    .Range(0, found.Count)
                    .Where(mask => found[mask].Suspect)
                    .OrderBy(mask => found[mask].Quality)
                    .ThenBy(mask => mask)
                    .Select(mask => new OtherIssues.Issue(
                        names[mask],
                        Voxels(found[mask].Marked),
                        $"{Voxels(found[mask].Missing)} more, {found[mask].Extra} less",
                        found[mask].Quality
                    )),
            ],
            top,
            $"Over all masks {found.Sum(one => one.Missing)} voxels seem missing and {found.Sum(one => one.Extra)} seem marked by mistake; a mask is suspect when it stands out among the others."
        );
    }

    private static List<Row> Load(string path, FileReading reading)
    {
        using TableRows rows = TableRows.Open(path, reading);
        int item = ColumnRoles.Find(rows, "item", ColumnRoles.Item, reading, main: true);
        int reader = ColumnRoles.Find(rows, "reader", ColumnRoles.Reader, reading);
        int mask = ColumnRoles.Find(rows, "mask", ["mask", "file"], reading, main: true);
        int model = ColumnRoles.Find(rows, "model", ["model", "probabilities", "prediction"], reading);
        if (item < 0 || mask < 0 || (reader < 0 && model < 0))
        {
            throw new FileError(
                path,
                1,
                $"the columns item, mask and model, or item, reader and mask are needed; the header is {string.Join(',', rows.Header)}."
            );
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".";
        List<Row> all = [];
        while (rows.Next())
        {
            string file = rows.Cell(mask).ToString();
            string by = model < 0 ? "" : rows.Cell(model).ToString();
            if (file.Length == 0 || (model >= 0 && by.Length == 0))
            {
                throw new FileError(path, rows.Line, "the name of a mask or of a model's volume is empty.");
            }

            all.Add(
                new Row(
                    rows.Cell(item).ToString(),
                    reader < 0 ? "" : rows.Cell(reader).ToString(),
                    Path.Combine(folder, file),
                    model < 0 ? null : Path.Combine(folder, by),
                    rows.Line
                )
            );
        }

        return all.Count > 0 ? all : throw new FileError(path, 1, "there is no mask in it.");
    }

    private static NiftiVolume Volume(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return NiftiVolume.Read(stream);
        }
        catch (NiftiException broken)
        {
            throw new FileError(path, 0, broken.Message);
        }
    }

    /// <summary>A mask in the voxels of another volume, by where they lie; foreground is 1.</summary>
    private static byte[] Onto(NiftiVolume target, string targetPath, string path, FileReading reading)
    {
        NiftiVolume volume = Volume(path);
        byte[] labels = [.. volume.Values.Select(value => value != 0 ? (byte)1 : (byte)0)];
        return new MaskPlacement(Resample: false, ByIndex: false).Onto(
            target,
            targetPath,
            volume,
            path,
            labels,
            reading
        );
    }

    private static float[] Share(byte[][] masks, int reader)
    {
        float[] share = new float[masks[0].Length];
        for (int other = 0; other < masks.Length; other++)
        {
            for (int voxel = 0; voxel < share.Length && other != reader; voxel++)
            {
                share[voxel] += masks[other][voxel] / (masks.Length - 1f);
            }
        }

        for (int voxel = 0; voxel < share.Length; voxel++)
        {
            // Thirds added up may pass one by their last digit.
            share[voxel] = Math.Min(1, share[voxel]);
        }

        return share;
    }
}
