using System.CommandLine;
using System.Globalization;
using Overread.Cli.Deidentification;
using Overread.Cli.Quality;
using Overread.Deidentification.Phi;

namespace Overread.Cli.Text;

/// <summary><c>overread deidentify-text IN OUT</c>: finds what identifies in running text and replaces it.</summary>
internal sealed class DeidentifyTextCommand
{
    private const string Codes =
        "Exit codes: 0 done; 2 it could not begin; 3 some files could not be read, or spans lie outside of theirs, the others are done; 4 the check after replacement found known identifiers; 130 stopped.";

    private readonly Argument<string> _in = new("in")
    {
        Description =
            "a text file, a folder (its .txt files and those without an ending, at any depth), or - for standard input",
    };
    private readonly Argument<string> _out = new("out") { Description = "a file, a folder, or - for standard output" };
    private readonly Option<string> _language = new("--language")
    {
        Description = "language of the texts",
        DefaultValueFactory = _ => "auto",
    };
    private readonly Option<string> _replace = new("--replace")
    {
        Description =
            "tag: [NAME]; mask: a * for each character; surrogate: others' names, moved dates, other numbers (needs --key)",
        DefaultValueFactory = _ => "tag",
    };
    private readonly Option<string?> _spans = new("--spans")
    {
        Description =
            "write the findings as JSON lines: file, start, end, type, rule, score; offsets in code points of the input, end exclusive",
    };
    private readonly Option<string?> _key = new("--key")
    {
        Description = "file with the project key; made where there is none",
    };
    private readonly Option<string?> _header = new("--header")
    {
        Description =
            "JSON with names, patientId, issuer, ids, birthDate of the case, or \"files\" with one such object for each file",
    };
    private readonly Option<string?> _carry = new("--carry")
    {
        Description =
            "JSON lines with file, start, end (and whatever else): written beside it as .carried.jsonl with offsets of the output",
    };
    private readonly Option<string[]> _keep = new("--keep")
    {
        Description = "types that stay, such as Region or Age",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<int> _oldest = new("--oldest-age")
    {
        Description = "ages over this are removed; -1 removes every age",
        DefaultValueFactory = _ => 89,
    };
    private readonly Option<string> _encoding = new("--encoding")
    {
        Description = "utf-8 (with or without mark; UTF-16 by its mark) or latin-1",
        DefaultValueFactory = _ => "utf-8",
    };
    private readonly Option<bool> _json = new("--json") { Description = "print the figures as JSON" };

    internal static Command Create() => new DeidentifyTextCommand().Build();

    private Command Build()
    {
        _language.AcceptOnlyFromAmong("en", "es", "de", "auto");
        _replace.AcceptOnlyFromAmong("tag", "surrogate", "mask");
        _encoding.AcceptOnlyFromAmong("utf-8", "latin-1");
        _keep.AcceptOnlyFromAmong(Enum.GetNames<PhiType>());
        Command command = new(
            "deidentify-text",
            "Find names, places, dates, numbers and the like in clinical text and replace them. " + Codes
        )
        {
            _in,
            _out,
            _language,
            _replace,
            _spans,
            _key,
            _header,
            _carry,
            _keep,
            _oldest,
            _encoding,
            _json,
        };
        command.Examples(
            "overread deidentify-text note.txt clean.txt",
            "overread deidentify-text notes/ clean/ --language es --spans spans.jsonl",
            "overread deidentify-text notes/ clean/ --replace surrogate --key project.key --header case.json",
            "overread deidentify-text - - --replace mask"
        );
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        try
        {
            string replace = parsed.GetRequiredValue(_replace);
            if (replace == "surrogate" && parsed.GetValue(_key) is null)
            {
                throw new CommandFailedException(
                    "--replace surrogate needs --key FILE: the key that makes one person's surrogates the same everywhere."
                );
            }

            PhiOptions options = new()
            {
                Language = parsed.GetRequiredValue(_language) switch
                {
                    "en" => PhiLanguage.English,
                    "es" => PhiLanguage.Spanish,
                    "de" => PhiLanguage.German,
                    _ => PhiLanguage.Auto,
                },
                Keep = [.. (parsed.GetValue(_keep) ?? []).Select(Enum.Parse<PhiType>)],
                OldestAge = parsed.GetValue(_oldest),
                Year = TimeProvider.System.GetLocalNow().Year,
            };
            TextBatch batch = new(
                parsed.GetRequiredValue(_in),
                parsed.GetRequiredValue(_out),
                parsed.GetRequiredValue(_encoding) == "latin-1",
                HeaderFile.Read(parsed.GetValue(_header))
            );
            DeidentifyTextRun run = new(
                batch,
                options,
                replace,
                replace == "surrogate" ? KeyFile.ReadOrCreate(parsed.GetValue(_key)!, Console.Error) : null
            );
            return run.Do(parsed.GetValue(_spans), parsed.GetValue(_carry), parsed.GetValue(_json), cancellation);
        }
        catch (Exception e)
            when (e is CommandFailedException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Console.Error.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"overread deidentify-text: {e.Message}")
            );
            return 2;
        }
    }
}
