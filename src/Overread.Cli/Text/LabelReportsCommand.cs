using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Overread.Cli.Quality;
using Overread.Cli.Quality.Files;
using Overread.Text;
using Overread.Text.Reports;

namespace Overread.Cli.Text;

/// <summary><c>overread label-reports IN.csv</c>: findings of radiology reports by rules, each with the place that says so.</summary>
internal sealed class LabelReportsCommand
{
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
    private readonly Argument<string> _in = new("in") { Description = "CSV with a report in each row" };
    private readonly Option<string> _column = new("--text-column")
    {
        Description = "the column that holds the report",
        DefaultValueFactory = _ => "report",
    };
    private readonly Option<bool> _bare = new("--no-header")
    {
        Description = "the file has one column and no header row; the column is called Reports",
    };
    private readonly Option<string?> _out = new("--out")
    {
        Description =
            "write the rows with a column for each finding: 1 present, 0 absent, -1 uncertain, empty where nothing is said",
    };
    private readonly Option<string?> _evidence = new("--evidence")
    {
        Description =
            "write every mention as JSON lines: row, finding, state, start, end, mention, cue; offsets in code points of the report, end exclusive",
    };
    private readonly Option<string?> _rules = new("--rules")
    {
        Description = "rules in JSON; the embedded ones are for chest radiographs",
    };
    private readonly Option<bool> _json = new("--json") { Description = "print the counts as JSON" };

    internal static Command Create() => new LabelReportsCommand().Build();

    private Command Build()
    {
        Command command = new(
            "label-reports",
            "Label findings of radiology reports by rules: mention, negation, doubt, aggregation. Exit codes: 0 done; 1 a file is wrong, the message says where."
        )
        {
            _in,
            _column,
            _bare,
            _out,
            _evidence,
            _rules,
            _json,
        };
        command.Examples(
            "overread label-reports reports.csv --text-column report --out labels.csv",
            "overread label-reports reports.csv --text-column impression --out labels.csv --evidence evidence.jsonl",
            "overread label-reports sample.csv --no-header --rules my-rules.json --out labels.csv"
        );
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(_in);
        ReportRules rules = Read(parsed.GetValue(_rules));
        using TableRows rows = parsed.GetValue(_bare) ? Headless(path) : TableRows.Open(path);
        string wanted = parsed.GetValue(_bare) ? "Reports" : parsed.GetRequiredValue(_column);
        int column = rows.Header.ToList().FindIndex(h => string.Equals(h, wanted, StringComparison.OrdinalIgnoreCase));
        if (column < 0)
        {
            throw new FileError(
                path,
                1,
                $"there is no column {wanted}; the columns are {string.Join(", ", rows.Header)}. Name one with --text-column."
            );
        }

        using WholeFile? labelled = WholeFile.Open(parsed.GetValue(_out), path);
        using WholeFile? places = WholeFile.Open(parsed.GetValue(_evidence), path);
        TextWriter? output = labelled?.Lines;
        output?.WriteLine(string.Join(',', rows.Header.Concat(rules.Findings).Select(Quoted)));
        ReportLabeler labeler = new(rules);
        int[,] counts = new int[rules.Findings.Count, 3];
        int row = 0;
        while (rows.Next())
        {
            row++;
            string report = rows[column].ToString();
            ReportLabels labels = labeler.Label(report);
            for (int i = 0; i < rows.Header.Count; i++)
            {
                output?.Write(Quoted(rows[i].ToString()));
                output?.Write(',');
            }

            output?.WriteLine(
                string.Join(
                    ',',
                    labels.States.Select(s => s is { } said ? ((int)said).ToString(CultureInfo.InvariantCulture) : "")
                )
            );
            for (int i = 0; i < labels.States.Count; i++)
            {
                counts[i, 0] += labels.States[i] == FindingState.Present ? 1 : 0;
                counts[i, 1] += labels.States[i] == FindingState.Absent ? 1 : 0;
                counts[i, 2] += labels.States[i] == FindingState.Uncertain ? 1 : 0;
            }

            if (places is not null)
            {
                Write(places.Lines, row, report, labels.Evidence);
            }
        }

        labelled?.Complete();
        places?.Complete();
        Report(rules, counts, row, parsed.GetValue(_json));
        return 0;
    }

    private static ReportRules Read(string? path)
    {
        if (path is null)
        {
            return ReportRules.Chest;
        }

        try
        {
            return ReportRules.Read(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new FileError(path, 0, e.Message);
        }
    }

    private static CsvRows Headless(string path)
    {
        try
        {
            return CsvRows.Of(path, new StringReader("Reports\n" + File.ReadAllText(path)), ',');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FileError(path, 0, e.Message);
        }
    }

    private static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    private static void Write(TextWriter output, int row, string report, IReadOnlyList<FindingEvidence> places)
    {
        CodePoints points = new(report);
        foreach (FindingEvidence place in places)
        {
            output.WriteLine(
                new JsonObject
                {
                    ["row"] = row,
                    ["finding"] = place.Finding,
                    ["state"] = (int)place.State,
                    ["start"] = points.OfUnits(place.Start),
                    ["end"] = points.OfUnits(place.End),
                    ["mention"] = report[place.Start..place.End],
                    ["cue"] = place.Cue,
                }.ToJsonString(Plain)
            );
        }
    }

    private static void Report(ReportRules rules, int[,] counts, int rows, bool json)
    {
        if (json)
        {
            JsonObject findings = [];
            for (int i = 0; i < rules.Findings.Count; i++)
            {
                findings[rules.Findings[i]] = new JsonObject
                {
                    ["present"] = counts[i, 0],
                    ["absent"] = counts[i, 1],
                    ["uncertain"] = counts[i, 2],
                };
            }

            Console.Out.WriteLine(
                new JsonObject
                {
                    ["reports"] = rows,
                    ["rules"] = rules.Name,
                    ["version"] = rules.Version,
                    ["findings"] = findings,
                }.ToJsonString()
            );
            return;
        }

        TextTable table = new("finding", "present", "absent", "uncertain", "not said");
        for (int i = 0; i < rules.Findings.Count; i++)
        {
            table.Add(
                rules.Findings[i],
                counts[i, 0].ToString(CultureInfo.InvariantCulture),
                counts[i, 1].ToString(CultureInfo.InvariantCulture),
                counts[i, 2].ToString(CultureInfo.InvariantCulture),
                (rows - counts[i, 0] - counts[i, 1] - counts[i, 2]).ToString(CultureInfo.InvariantCulture)
            );
        }

        table.Write(Console.Out);
        Console.Out.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{rows} reports by {rules.Name}, version {rules.Version}")
        );
    }
}
