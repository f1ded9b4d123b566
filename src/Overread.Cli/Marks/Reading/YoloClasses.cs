using System.Globalization;
using Overread.Cli.Quality.Files;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Overread.Cli.Marks.Reading;

/// <summary>The names of YOLO's classes: from data.yaml, classes.txt or obj.names, in or above the folder of the labels.</summary>
internal sealed record YoloClasses(IReadOnlyDictionary<int, string> Names, int Keypoints, int KeypointValues)
{
    internal static YoloClasses Find(string path, List<string> files)
    {
        string? folder = Directory.Exists(path)
            ? Path.GetFullPath(path)
            : Path.GetDirectoryName(Path.GetFullPath(path));
        List<string> near = [.. files];
        for (int up = 0; up < 3 && folder is not null; up++, folder = Path.GetDirectoryName(folder))
        {
            near.AddRange(Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal));
        }

        string? yaml = near.Find(file =>
            Path.GetExtension(file).ToLowerInvariant() is ".yaml" or ".yml"
            && File.ReadAllText(file).Contains("names", StringComparison.Ordinal)
        );
        if (yaml is not null)
        {
            return Yaml(yaml);
        }

        string? list = near.Find(file => Path.GetFileName(file) is "classes.txt" or "obj.names");
        return list is null
            ? new YoloClasses(new Dictionary<int, string>(), 0, 0)
            : new YoloClasses(
                File.ReadLines(list)
                    .Select(line => line.Trim())
                    .Where(line => line.Length > 0)
                    .Select((name, i) => (name, i))
                    .ToDictionary(p => p.i, p => p.name),
                0,
                0
            );
    }

    private static YamlNode? Child(YamlMappingNode owner, string name) =>
        owner.Children.TryGetValue(new YamlScalarNode(name), out YamlNode? child) ? child : null;

    private static YoloClasses Yaml(string file)
    {
        try
        {
            YamlStream stream = [];
            using StreamReader reader = new(file);
            stream.Load(reader);
            YamlMappingNode root = (YamlMappingNode)stream.Documents[0].RootNode;
            Dictionary<int, string> names = [];
            switch (Child(root, "names"))
            {
                case YamlSequenceNode list:
                    for (int i = 0; i < list.Children.Count; i++)
                    {
                        names[i] = list.Children[i].ToString();
                    }

                    break;
                case YamlMappingNode map:
                    foreach ((YamlNode key, YamlNode value) in map.Children)
                    {
                        names[int.Parse(key.ToString(), CultureInfo.InvariantCulture)] = value.ToString();
                    }

                    break;
                default:
                    throw new FileError(file, 0, "'names' is neither a list nor a map of class names.");
            }

            int[] shape = Child(root, "kpt_shape") is YamlSequenceNode sizes
                ? [.. sizes.Children.Select(size => int.Parse(size.ToString(), CultureInfo.InvariantCulture))]
                : [];
            return new YoloClasses(names, shape is [var count, _] ? count : 0, shape is [_, var each] ? each : 0);
        }
        catch (Exception broken)
            when (broken is YamlException or FormatException or InvalidCastException or ArgumentOutOfRangeException)
        {
            throw new FileError(
                file,
                broken is YamlException at ? at.Start.Line : 0,
                $"it is no YOLO data file: {broken.Message}"
            );
        }
    }
}
