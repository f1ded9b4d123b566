using System.CommandLine;
using System.Diagnostics;
using System.Security.Cryptography;
using Overread.Cli.Quality;
using Overread.Cli.Quality.Files;
using Overread.Text.Formats;
using Overread.Text.Terminology;
using Overread.Text.Terminology.Files;

namespace Overread.Cli.Text;

/// <summary><c>overread terms load</c> and <c>overread terms search</c>: terminologies that can be searched while somebody types.</summary>
/// <remarks>Exit codes: 0 done, 1 nothing found, 2 the input or an option is wrong, 4 written, but lines of the files could not be read.</remarks>
internal static class TermsCommand
{
    private const int Partly = 4;

    internal static Command Create() =>
        new(
            "terms",
            "Load terminologies that you have and search them by words, beginnings, synonyms, codes and with typing errors."
        )
        {
            Load(),
            Search(),
        };

    private static Command Load()
    {
        Argument<string[]> files = new("files")
        {
            Description = "Files of the terminology, or one folder with them.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string> form = new("--as") { Description = "What the files are.", Required = true };
        form.AcceptOnlyFromAmong([.. TermFiles.Formats.Keys]);
        Option<string> index = new("--out") { Description = "The index to write.", Required = true };
        Option<string?> name = new("--name")
        {
            Description = "Short name of the terminology, for csv and obo; else the name of the file.",
        };
        Option<string?> edition = new("--edition") { Description = "Edition; else what the files say." };
        Option<string> language = new("--language")
        {
            Description = "Language of the names, where the files hold several.",
            DefaultValueFactory = _ => "en",
        };
        Option<bool> json = new("--json") { Description = "Print JSON." };
        Command command = new(
            "load",
            "Make an index of a terminology. Exit codes: 0 done, 2 wrong input, 4 lines left out."
        )
        {
            files,
            form,
            index,
            name,
            edition,
            language,
            json,
        };
        command.Examples(
            "overread terms load icd10cm-order-2026.txt --as icd10cm --edition 2026 --out icd10cm.terms",
            "overread terms load sct2_Description_Snapshot-en.txt sct2_Concept_Snapshot.txt --as snomed-rf2 --out snomed.terms",
            "overread terms load hp.obo --as obo --name HPO --out hpo.terms --json"
        );
        command.SetAction(parsed =>
            Guarded(
                parsed,
                "load",
                () =>
                {
                    Findings findings = new();
                    string to = parsed.GetRequiredValue(index);
                    TermEdition made = Make(
                        parsed.GetRequiredValue(files),
                        parsed.GetRequiredValue(form),
                        to,
                        parsed.GetValue(name),
                        parsed.GetValue(edition),
                        parsed.GetRequiredValue(language),
                        findings
                    );
                    Say(parsed, made, findings, to, parsed.GetValue(json));
                    return findings.All.Any(f => f.Grade == FindingGrade.LeftOut) ? Partly : 0;
                }
            )
        );
        return command;
    }

    private static TermEdition Make(
        string[] given,
        string form,
        string to,
        string? name,
        string? edition,
        string language,
        Findings findings
    )
    {
        string[] paths =
        [
            .. given.SelectMany(f =>
                Directory.Exists(f)
                    ? Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                    : (IEnumerable<string>)[f]
            ),
        ];
        foreach (string missing in paths.Where(p => !File.Exists(p)))
        {
            throw new FileError(missing, 0, "there is no such file or folder.");
        }

        string said = "";
        TermIndexBuilder builder = new();
        foreach (
            TermEntry entry in TermFiles.Read(
                form,
                [.. paths.Select(p => new TermFile(Path.GetFileName(p), () => new StreamReader(p)))],
                language,
                findings,
                e => said = e
            )
        )
        {
            builder.Add(entry);
        }

        if (builder.Terms == 0)
        {
            throw new FileError(paths[0], 0, $"no name in the language {language} was found.");
        }

        KeyValuePair<string, string>[] hashes =
        [
            .. paths.Select(p => new KeyValuePair<string, string>(Path.GetFileName(p), Hash(p))),
        ];
        string terminology = name ?? TermFiles.Formats[form] ?? Path.GetFileNameWithoutExtension(paths[0]);
        string own = edition ?? (said.Length > 0 ? said : "unknown");
        using (FileStream stream = File.Create(to + ".part"))
        {
            builder.Write(stream, terminology, own, hashes);
        }

        File.Move(to + ".part", to, true);
        return new(terminology, own, hashes, builder.Concepts, builder.Terms);
    }

    private static string Hash(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static void Say(ParseResult parsed, TermEdition made, Findings findings, string to, bool json)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        foreach (Finding finding in findings.All.Take(20))
        {
            parsed.InvocationConfiguration.Error.WriteLine($"left out: {finding}");
        }

        if (findings.All.Count > 20)
        {
            parsed.InvocationConfiguration.Error.WriteLine($"and {findings.All.Count - 20} more lines.");
        }

        if (!json)
        {
            output.WriteLine(
                $"{made.Terminology}, edition {made.Edition}: {made.Terms} names of {made.Concepts} codes in {to} ({new FileInfo(to).Length / 1e6:F1} MB)."
            );
            return;
        }

        CommandRun.WriteJson(
            output,
            j =>
            {
                j.WriteStartObject();
                Edition(j, made);
                j.WriteNumber("bytes", new FileInfo(to).Length);
                j.WriteNumber("linesLeftOut", findings.All.Count);
                j.WriteEndObject();
            }
        );
    }

    private static void Edition(System.Text.Json.Utf8JsonWriter json, TermEdition edition)
    {
        json.WriteString("terminology", edition.Terminology);
        json.WriteString("edition", edition.Edition);
        json.WriteNumber("concepts", edition.Concepts);
        json.WriteNumber("terms", edition.Terms);
        json.WriteStartObject("files");
        foreach ((string file, string hash) in edition.Files)
        {
            json.WriteString(file, hash);
        }

        json.WriteEndObject();
    }

    private static Command Search()
    {
        Argument<string> index = new("index") { Description = "An index that 'terms load' made." };
        Argument<string[]> query = new("query")
        {
            Description = "A code, or words in any order; the beginnings of words are enough.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<int> limit = new("--limit") { Description = "Codes at most.", DefaultValueFactory = _ => 20 };
        Option<bool> json = new("--json") { Description = "Print JSON." };
        Command command = new("search", "Search a terminology. Exit codes: 0 found, 1 nothing found, 2 wrong input.")
        {
            index,
            query,
            limit,
            json,
        };
        command.Examples(
            "overread terms search icd10cm.terms chol unsp",
            "overread terms search icd10cm.terms I21.9",
            "overread terms search snomed.terms \"miocardial infraction\" --limit 5 --json"
        );
        command.SetAction(parsed =>
            Guarded(
                parsed,
                "search",
                () =>
                {
                    string path = parsed.GetRequiredValue(index);
                    if (!File.Exists(path))
                    {
                        throw new FileError(path, 0, "there is no such index; 'overread terms load' makes one.");
                    }

                    TermIndex terms = TermIndex.Open(File.ReadAllBytes(path));
                    string words = string.Join(' ', parsed.GetRequiredValue(query));
                    Stopwatch watch = Stopwatch.StartNew();
                    IReadOnlyList<TermHit> hits = terms.Search(words, parsed.GetValue(limit));
                    Show(
                        parsed.InvocationConfiguration.Output,
                        terms.Edition,
                        words,
                        hits,
                        watch.Elapsed,
                        parsed.GetValue(json)
                    );
                    return hits.Count > 0 ? 0 : 1;
                }
            )
        );
        return command;
    }

    private static void Show(
        TextWriter output,
        TermEdition edition,
        string query,
        IReadOnlyList<TermHit> hits,
        TimeSpan took,
        bool json
    )
    {
        if (!json)
        {
            TextTable table = new("code", "name", "found as", "by");
            foreach (TermHit hit in hits)
            {
                table.Add(
                    hit.Code,
                    hit.Name,
                    hit.Matched == hit.Name ? "" : hit.Matched,
                    hit.How.ToString().ToLowerInvariant()
                );
            }

            table.Write(output);
            output.WriteLine(
                $"{edition.Terminology}, edition {edition.Edition}: {hits.Count} of {edition.Concepts} codes in {took.TotalMilliseconds:F1} ms."
            );
            return;
        }

        CommandRun.WriteJson(
            output,
            j =>
            {
                j.WriteStartObject();
                j.WriteString("query", query);
                j.WriteString("terminology", edition.Terminology);
                j.WriteString("edition", edition.Edition);
                j.WriteNumber("milliseconds", took.TotalMilliseconds);
                j.WriteStartArray("hits");
                foreach (TermHit hit in hits)
                {
                    j.WriteStartObject();
                    j.WriteString("code", hit.Code);
                    j.WriteString("name", hit.Name);
                    j.WriteString("matched", hit.Matched);
                    j.WriteString("by", hit.How.ToString().ToLowerInvariant());
                    j.WriteEndObject();
                }

                j.WriteEndArray();
                j.WriteEndObject();
            }
        );
    }

    private static int Guarded(ParseResult parsed, string name, Func<int> work)
    {
        try
        {
            return work();
        }
        catch (Exception refused) when (TextFiles.IsRefusal(refused))
        {
            parsed.InvocationConfiguration.Error.WriteLine($"overread terms {name}: {refused.Message}");
            return 2;
        }
    }
}
