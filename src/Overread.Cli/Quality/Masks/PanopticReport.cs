using System.CommandLine;
using System.Globalization;
using Overread.Quality.Masks;

namespace Overread.Cli.Quality.Masks;

/// <summary>Prints how well instances were found and drawn.</summary>
internal static class PanopticReport
{
    internal static void Print(
        ParseResult parsed,
        TextWriter output,
        OutputOptions shared,
        List<(string Case, PanopticQuality Found)> cases
    )
    {
        ResultTable table = new ResultTable()
            .Text("case", cases.Select(one => one.Case))
            .Whole("first", cases.Select(one => one.Found.First))
            .Whole("second", cases.Select(one => one.Found.Second))
            .Whole("pairs", cases.Select(one => one.Found.Pairs.Count))
            .Number("pq", cases.Select(one => one.Found.Quality))
            .Number("sq", cases.Select(one => one.Found.Segmentation))
            .Number("rq", cases.Select(one => one.Found.Recognition));
        if (shared.Write(parsed, output, table))
        {
            return;
        }

        if (shared.Json(parsed))
        {
            CommandRun.WriteJson(
                output,
                json =>
                {
                    json.WriteStartObject();
                    json.WriteStartArray("cases");
                    foreach ((string name, PanopticQuality found) in cases)
                    {
                        json.WriteStartObject();
                        json.WriteString("case", name);
                        json.WriteNumber("first", found.First);
                        json.WriteNumber("second", found.Second);
                        json.WriteNumber("pairs", found.Pairs.Count);
                        json.Number("pq", found.Quality);
                        json.Number("sq", found.Segmentation);
                        json.Number("rq", found.Recognition);
                        json.WriteEndObject();
                    }

                    json.WriteEndArray();
                    json.WriteEndObject();
                }
            );
            return;
        }

        TextTable shown = new("case", "first", "second", "pairs", "PQ", "SQ", "RQ");
        foreach ((string name, PanopticQuality found) in cases)
        {
            shown.Add(
                name,
                found.First.ToString(CultureInfo.InvariantCulture),
                found.Second.ToString(CultureInfo.InvariantCulture),
                found.Pairs.Count.ToString(CultureInfo.InvariantCulture),
                TextTable.Short(found.Quality),
                TextTable.Short(found.Segmentation),
                TextTable.Short(found.Recognition)
            );
        }

        shown.Write(output);
        output.WriteLine();
        int pairs = cases.Sum(one => one.Found.Pairs.Count);
        int first = cases.Sum(one => one.Found.First);
        int second = cases.Sum(one => one.Found.Second);
        output.WriteLine(
            $"{pairs} of {first} instances of the first are covered by more than half in the second, which has {second}: {first - pairs} are missed, {second - pairs} are not in the first."
        );
    }
}
