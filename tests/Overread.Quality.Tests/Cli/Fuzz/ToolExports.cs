using System.Globalization;

namespace Overread.Quality.Tests.Cli.Fuzz;

/// <summary>Small exports of other tools, written after their documented shapes, with two readers of some items.</summary>
internal static class ToolExports
{
    internal static string LabelStudioChoices() =>
        "["
        + string.Join(
            ',',
            Items(task =>
                $"{{\"id\":{task},\"data\":{{\"image\":\"{task}.png\"}},\"annotations\":[{Choice(1, task % 2)},{Choice(2, task % 3 / 2)}]}}"
            )
        )
        + "]";

    internal static string LabelStudioBoxes() =>
        "["
        + string.Join(
            ',',
            Items(task =>
                $"{{\"id\":{task},\"data\":{{}},\"annotations\":[{Rectangle(1, 10)},{Rectangle(2, 10 + task)}]}}"
            )
        )
        + "]";

    internal static string ProdigyChoices() =>
        string.Concat(
            Items(item =>
                string.Concat(
                    Enumerable
                        .Range(0, 2)
                        .Select(reader =>
                            $"{{\"_input_hash\":{item},\"_annotator_id\":\"r{reader}\",\"answer\":\"accept\",\"accept\":[\"{(item + reader) % 2}\"]}}\n"
                        )
                )
            )
        );

    internal static string ProdigySpans() =>
        string.Concat(
            Items(item =>
                string.Concat(
                    Enumerable
                        .Range(0, 2)
                        .Select(reader =>
                            $"{{\"_input_hash\":{item},\"_annotator_id\":\"r{reader}\",\"answer\":\"accept\",\"spans\":[{{\"start\":{reader},\"end\":{10 + item},\"label\":\"drug\"}}]}}\n"
                        )
                )
            )
        );

    internal static string Coco(int shift = 0) =>
        "{\"images\":["
        + string.Join(
            ',',
            Items(item => $"{{\"id\":{item},\"file_name\":\"{item}.png\",\"width\":100,\"height\":100}}")
        )
        + "],\"categories\":[{\"id\":1,\"name\":\"nodule\"}],\"annotations\":["
        + string.Join(
            ',',
            Items(item =>
                    $"{{\"id\":{item},\"image_id\":{item},\"category_id\":1,\"bbox\":[{10 + (item * shift)},10,20,30]}}"
                )
                .Skip(1)
        )
        + "]}";

    internal static string Cvat(string reader = "ann", int shift = 0) =>
        $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<annotations>\n<version>1.1</version>\n<meta><job><assignee><username>{reader}</username></assignee></job></meta>\n"
        + string.Concat(
            Items(item =>
                $"<image id=\"{item}\" name=\"{item}.png\" width=\"100\" height=\"100\">\n"
                + (
                    item == 0
                        ? string.Empty
                        : $"<box label=\"nodule\" xtl=\"{10 + (item * shift)}\" ytl=\"10\" xbr=\"{30 + (item * shift)}\" ybr=\"40\"/>\n"
                )
                + "</image>\n"
            )
        )
        + "</annotations>\n";

    internal static string CvatTags() =>
        "<annotations><meta><job><assignee>ann</assignee></job></meta>"
        + string.Concat(
            Items(item =>
                $"<image id=\"{item}\" name=\"{item}.png\"><tag label=\"{(item % 2 == 0 ? "normal" : "edema")}\"/></image>"
            )
        )
        + "</annotations>";

    internal static string Probabilities() =>
        "item,label,a,b\n"
        + string.Concat(
            Enumerable
                .Range(0, 12)
                .Select(i =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"i{i},{(i % 2 == 0 ? "a" : "b")},{0.9 - (i * 0.07):F2},{0.1 + (i * 0.07):F2}\n"
                    )
                )
        );

    internal static string Features() =>
        "item,f,g\n" + string.Concat(Enumerable.Range(0, 12).Select(i => $"i{i},{i % 5},{i * i % 7}\n"));

    private static IEnumerable<string> Items(Func<int, string> one) => Enumerable.Range(0, 6).Select(one);

    private static string Choice(int reader, int label) =>
        $"{{\"completed_by\":{reader},\"was_cancelled\":false,\"result\":[{{\"from_name\":\"q\",\"type\":\"choices\",\"value\":{{\"choices\":[\"{label}\"]}}}}]}}";

    private static string Rectangle(int reader, int x) =>
        $"{{\"completed_by\":{reader},\"result\":[{{\"type\":\"rectanglelabels\",\"original_width\":200,\"original_height\":100,\"value\":{{\"x\":{x},\"y\":10,\"width\":20,\"height\":30,\"rotation\":0,\"rectanglelabels\":[\"nodule\"]}}}}]}}";
}
