using Overread.Cli.Marks;
using Overread.Cli.Quality.Files;
using Overread.Learning.Features;

namespace Overread.Cli.Learning.Sets;

/// <summary>
/// Reads a set by what it looks like: a table; a release; a folder with labels.csv; one with a folder per class; pictures with
/// VOC boxes; annotated text.
/// </summary>
internal static class SetLayouts
{
    private const string Labels = "labels.csv";

    internal static LoadedSet Read(string path, SetChoices choices)
    {
        if (File.Exists(path))
        {
            return IsTable(path) ? OfTable(path, choices, "table") : SpanSet.Read(path, choices);
        }

        if (!Directory.Exists(path))
        {
            throw new FileError(path, 0, "there is no such file or folder.");
        }

        string released = Path.Combine(path, "exports", Labels);
        if (File.Exists(released))
        {
            return OfRelease(path, released, choices);
        }

        string labels = Path.Combine(path, Labels);
        if (File.Exists(labels))
        {
            string own = Path.Combine(path, "features.csv");
            return choices.Features.Count == 0 && choices.Content is null && File.Exists(own)
                ? OfTable(labels, choices with { Features = [own] }, "folder")
                : OfLabels(labels, path, choices, "folder");
        }

        if (VocSet.Annotations(path) is { } annotations)
        {
            return VocSet.Read(path, annotations, choices);
        }

        if (Directory.EnumerateFiles(path, "*.ann", SearchOption.AllDirectories).Any())
        {
            return SpanSet.Read(path, choices);
        }

        return OfClasses(path, choices);
    }

    private static bool IsTable(string path) =>
        Path.GetExtension(path).ToLowerInvariant()
            is ".csv"
                or ".tsv"
                or ".parquet"
                or ".xlsx"
                or ".xls"
                or ".jsonl"
                or ".ndjson";

    /// <summary>A table whose other columns are features, or with features in tables of their own.</summary>
    private static LoadedSet OfTable(string path, SetChoices choices, string kind)
    {
        if (choices.Features.Count > 0 || choices.Content is not null)
        {
            return OfLabels(path, Path.GetDirectoryName(Path.GetFullPath(path))!, choices, kind);
        }

        List<double[]> rows = [];
        LabelTable table = LabelTable.Load(
            path,
            choices,
            (row, item, label, group) =>
                rows.Add([
                    .. Enumerable
                        .Range(0, row.Header.Count)
                        .Where(column => column != item && column != label && column != group)
                        .Select(column => FeatureTable.Number(row, column)),
                ])
        );
        if (rows.Count > 0 && rows[0].Length == 0)
        {
            throw new FileError(
                path,
                1,
                "there is no column of features beside item and label; give tables of them with --features, or a folder of pictures or texts with --content."
            );
        }

        SetBuilder builder = new(path);
        for (int i = 0; i < rows.Count; i++)
        {
            builder.Add(table.Rows[i].Item, table.Rows[i].Group, table.Rows[i].Label, rows[i]);
        }

        return new LoadedSet(kind, "numbers", builder.Build(FeatureScaling.Standard));
    }

    /// <summary>The settled labels of a release, one column per field; its pictures are not in it, its texts are.</summary>
    private static LoadedSet OfRelease(string path, string labels, SetChoices choices)
    {
        string texts = Path.Combine(path, "exports", "brat");
        if (choices.Label is null)
        {
            using TableRows rows = TableRows.Open(labels, choices.Reading);
            string[] fields = [.. rows.Header.Where(name => name is not ("item" or "subject" or "split"))];
            choices = choices with
            {
                Label =
                    fields.Length == 1
                        ? fields[0]
                        : throw new FileError(
                            labels,
                            1,
                            $"the release has {fields.Length} fields; name one with --label: {string.Join(", ", fields)}."
                        ),
            };
        }

        if (choices.Features.Count == 0 && choices.Content is null && !Directory.Exists(texts))
        {
            throw new FileError(
                path,
                0,
                "a release holds labels, not pictures: give a table of features or scores with --features, or the folder of its pictures with --content."
            );
        }

        return OfLabels(labels, texts, choices, "release", ReleaseNames.Of(path, choices.Reading));
    }

    /// <summary>Labels of items whose numbers, pictures or texts stand elsewhere.</summary>
    private static LoadedSet OfLabels(
        string labels,
        string beside,
        SetChoices choices,
        string kind,
        ReleaseNames? others = null
    )
    {
        IReadOnlyList<string> Names(string item) => others?.For(item) ?? [item];
        LabelTable table = LabelTable.Load(labels, choices);
        SetBuilder builder = new(labels);
        if (choices.Features.Count > 0)
        {
            FeatureTable features = new(choices.Features, choices.Reading);
            foreach ((string item, string label, string group, long line) in table.Rows)
            {
                builder.Add(item, group, label, features.Of(Names(item), labels, line));
            }

            return new LoadedSet(kind, "numbers", builder.Build(FeatureScaling.Standard));
        }

        ItemFiles files = new(choices.Content ?? beside);
        bool pictures = false;
        bool texts = false;
        foreach ((string item, string label, string group, long line) in table.Rows)
        {
            string file = files.Of(Names(item), labels, line);
            (pictures, texts) = (pictures || ItemContent.IsPicture(file), texts || ItemContent.IsText(file));
            Unmixed(pictures, texts, file);
            builder.Add(item, group, label, Row(file, choices));
        }

        return new LoadedSet(
            kind,
            pictures ? "pictures" : "texts",
            builder.Build(pictures ? FeatureScaling.Standard : FeatureScaling.InverseDocument)
        );
    }

    /// <summary>A folder per class, called after it, with the items of the class.</summary>
    private static LoadedSet OfClasses(string path, SetChoices choices)
    {
        SetBuilder builder = new(path);
        bool pictures = false;
        bool texts = false;
        HashSet<string> classes = [];
        foreach (string folder in Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal))
        {
            foreach (string file in ItemContent.FilesOf(folder).Where(file => !ImageLoader.InMaskFolder(path, file)))
            {
                classes.Add(folder);
                (pictures, texts) = (pictures || ItemContent.IsPicture(file), texts || ItemContent.IsText(file));
                Unmixed(pictures, texts, file);
                string item = Path.GetRelativePath(path, file).Replace('\\', '/');
                builder.Add(item, item, Path.GetFileName(folder), Row(file, choices));
            }
        }

        // A folder per picture, with its masks: nothing that could be learnt.
        if (builder.Count > 0 && builder.Count < 2 * classes.Count)
        {
            throw new FileError(
                path,
                0,
                $"its {classes.Count} folders hold {builder.Count} items: these are no classes. A class needs two items or more; labels can be given in labels.csv."
            );
        }

        return builder.Count == 0
            ? throw new FileError(
                path,
                0,
                "no set is seen in it. A set is a table (item, label, numbers); a release; a folder with labels.csv (item,label) beside pictures, texts or features.csv; a folder per class with pictures or texts; pictures with VOC boxes (Annotations/*.xml); or annotated text (brat, PubTator, BioC …)."
            )
            : new LoadedSet(
                "classes",
                pictures ? "pictures" : "texts",
                builder.Build(pictures ? FeatureScaling.Standard : FeatureScaling.InverseDocument)
            );
    }

    private static double[] Row(string file, SetChoices choices)
    {
        if (ItemContent.IsText(file))
        {
            return ItemContent.OfText(file, choices.Width);
        }

        using SkiaSharp.SKBitmap picture = ItemContent.Open(file);
        return ItemContent.OfPatch(picture, new SkiaSharp.SKRectI(0, 0, picture.Width, picture.Height));
    }

    private static void Unmixed(bool pictures, bool texts, string file)
    {
        if (pictures && texts)
        {
            throw new FileError(file, 0, "pictures and texts are mixed; a set has one kind.");
        }
    }
}
