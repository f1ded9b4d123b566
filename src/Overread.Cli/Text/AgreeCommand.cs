using System.CommandLine;
using System.Globalization;
using Overread.Cli.Quality;
using Overread.Cli.Quality.Files;
using Overread.Quality.Agreement;
using Overread.Text.Documents;
using Overread.Text.Formats;

namespace Overread.Cli.Text;

/// <summary><c>overread text agree A B [C…]</c>: how far readers agree on spans and relations.</summary>
internal static class AgreeCommand
{
    internal static Command Create()
    {
        Argument<string[]> files = new("reads")
        {
            Description = "A file or folder for each reader, in any format of 'text convert'.",
            Arity = new ArgumentArity(2, 100),
        };
        Option<string> from = new("--from")
        {
            Description = "Format of the files; auto sees it from their content.",
            DefaultValueFactory = _ => "auto",
        };
        from.AcceptOnlyFromAmong(["auto", .. TextFiles.Names]);
        Command command = new(
            "agree",
            "Measure how far readers agree on spans: exact, overlap and token F1, kappa, alpha, unitizing alpha, gamma, relation F1, with intervals over documents."
        )
        {
            files,
            from,
        };
        command.Examples(
            "overread text agree anna/ ben/",
            "overread text agree anna.xml ben.xml carla.xml --from bioc --json"
        );
        OutputOptions shared = OutputOptions.AddTo(command);
        command.Do(
            (parsed, output) =>
            {
                string[] paths = parsed.GetRequiredValue(files);
                List<IReadOnlyDictionary<string, AnnotatedDocument>> reads = [];
                foreach (string path in paths)
                {
                    Findings findings = new();
                    reads.Add(
                        TextFiles
                            .Read(path, parsed.GetRequiredValue(from), findings, ReadingChoices.Default)
                            .ToDictionary(d => d.Id)
                    );
                    foreach (Finding finding in findings.All)
                    {
                        parsed.InvocationConfiguration.Error.WriteLine(
                            $"{(finding.Grade == FindingGrade.LeftOut ? "left out" : "note")}: {finding}"
                        );
                    }
                }

                string[] readers = Names(paths);
                SpanAgreement agreement = new(
                    readers,
                    reads,
                    new AgreementOptions { Seed = shared.Seed(parsed), Threads = shared.Threads(parsed) }
                );
                Missing(parsed.InvocationConfiguration.Error, readers, reads, agreement);
                if (agreement.Documents == 0)
                {
                    throw new FileError(paths[0], 0, "no document has the same id and the same text in all files.");
                }

                Print(parsed, output, shared, agreement, readers);
            }
        );
        return command;
    }

    /// <summary>The names of files, with their folders where names alone would be the same.</summary>
    private static string[] Names(string[] paths)
    {
        string[] names = [.. paths.Select(p => Path.GetFileName(p.TrimEnd('/')))];
        return names.Distinct().Count() == names.Length ? names : paths;
    }

    private static void Missing(
        TextWriter said,
        string[] readers,
        List<IReadOnlyDictionary<string, AnnotatedDocument>> reads,
        SpanAgreement agreement
    )
    {
        HashSet<string> all = [.. reads.SelectMany(r => r.Keys)];
        for (int i = 0; i < readers.Length; i++)
        {
            int missing = all.Count(id => !reads[i].ContainsKey(id));
            if (missing > 0)
            {
                said.WriteLine(
                    $"note: {readers[i]} has not {missing} of {all.Count} documents; only those that all readers have are compared"
                );
            }
        }

        if (agreement.OtherText.Count > 0)
        {
            said.WriteLine(
                $"left out: the text of {agreement.OtherText.Count} documents differs between readers: {string.Join(", ", agreement.OtherText.Take(5))}"
            );
        }
    }

    private static void Print(
        ParseResult parsed,
        TextWriter output,
        OutputOptions shared,
        SpanAgreement agreement,
        string[] readers
    )
    {
        List<AgreementRow> rows = agreement.Rows();
        ResultTable all = new ResultTable()
            .Text("of", rows.Select(row => row.Part))
            .Text("coefficient", rows.Select(row => row.Coefficient.Name))
            .Number("value", rows.Select(row => row.Coefficient.Value))
            .Number("low", rows.Select(row => row.Coefficient.Interval?.Low))
            .Number("high", rows.Select(row => row.Coefficient.Interval?.High))
            .Whole("items", rows.Select(row => row.Coefficient.Items));
        if (shared.Write(parsed, output, all))
        {
            return;
        }

        if (shared.Json(parsed))
        {
            Json(output, agreement, readers, rows);
            return;
        }

        TextTable table = new("of", "coefficient", "value", "low", "high", "items");
        foreach (AgreementRow row in rows)
        {
            table.Add(
                row.Part ?? "",
                row.Coefficient.Name,
                row.Coefficient.State == AgreementState.Computed
                    ? TextTable.Short(row.Coefficient.Value)
                    : AgreementJson.Words(row.Coefficient.State),
                TextTable.Short(row.Coefficient.Interval?.Low),
                TextTable.Short(row.Coefficient.Interval?.High),
                row.Coefficient.Items.ToString(CultureInfo.InvariantCulture)
            );
        }

        table.Write(output);
        output.WriteLine(
            $"{readers.Length} readers, {agreement.Documents} documents, types: {string.Join(", ", agreement.Types)}."
        );
    }

    private static void Json(TextWriter output, SpanAgreement agreement, string[] readers, List<AgreementRow> rows) =>
        CommandRun.WriteJson(
            output,
            json =>
            {
                json.WriteStartObject();
                json.WriteNumber("documents", agreement.Documents);
                json.WriteStartArray("readers");
                foreach (string reader in readers)
                {
                    json.WriteStringValue(reader);
                }

                json.WriteEndArray();
                json.WriteStartArray("coefficients");
                foreach (AgreementRow row in rows)
                {
                    json.WriteStartObject();
                    AgreementJson.Members(json, row);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }
        );
}
