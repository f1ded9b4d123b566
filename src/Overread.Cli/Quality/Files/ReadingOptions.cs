using System.CommandLine;

namespace Overread.Cli.Quality.Files;

/// <summary>What every command that reads tables takes to be told of them.</summary>
internal sealed class ReadingOptions
{
    private static readonly string[] s_roles = ["item", "reader", "field", "label", "time", "modality", "truth"];

    private readonly Option<string[]> _columns = new("--columns")
    {
        Description = "Names of the columns where they are not the usual ones: item=Case,reader=Rad,label=Diagnosis.",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<string?> _separator = new("--separator")
    {
        Description = "What parts the columns of a text; else seen from the header (comma, semicolon, tab, bar).",
    };
    private readonly Option<string?> _encoding = new("--encoding")
    {
        Description = "Encoding of a text that is not UTF-8 or UTF-16, such as windows-1252.",
    };
    private readonly Option<string?> _sheet = new("--sheet")
    {
        Description = "Sheet of an Excel file; else the first.",
    };
    private readonly Option<string[]> _missing = new("--missing")
    {
        Description = "Labels that mean missing, such as NA; an empty one always does, every other is a category.",
        AllowMultipleArgumentsPerToken = true,
    };

    private ReadingOptions() { }

    /// <summary>Adds the options to a command.</summary>
    internal static ReadingOptions AddTo(Command command)
    {
        ReadingOptions options = new();
        foreach (
            Option option in (Option[])
                [options._columns, options._separator, options._encoding, options._sheet, options._missing]
        )
        {
            command.Options.Add(option);
        }

        return options;
    }

    /// <summary>What the caller declared; what is noticed is said on standard error.</summary>
    /// <exception cref="ArgumentException">A declaration has another form.</exception>
    /// <param name="parsed">The command line.</param>
    /// <param name="dates">The format of dates; null for ISO 8601.</param>
    /// <param name="marks">Whether marks are wanted of an export that holds marks and labels.</param>
    internal FileReading Of(ParseResult parsed, string? dates = null, bool marks = false) =>
        new(parsed.InvocationConfiguration.Error)
        {
            Columns = Columns(parsed.GetValue(_columns) ?? []),
            Separator = Separator(parsed.GetValue(_separator)),
            Encoding = parsed.GetValue(_encoding),
            Sheet = parsed.GetValue(_sheet),
            Missing =
            [
                .. (parsed.GetValue(_missing) ?? []).SelectMany(text =>
                    text.Split(',', StringSplitOptions.TrimEntries)
                ),
            ],
            Dates = dates,
            Marks = marks,
        };

    private static char? Separator(string? text) =>
        text?.ToLowerInvariant() switch
        {
            null => null,
            "tab" or "\\t" => '\t',
            "comma" => ',',
            "semicolon" => ';',
            "bar" => '|',
            { Length: 1 } one when one[0] is not ('"' or '\n' or '\r') => one[0],
            _ => throw new ArgumentException($"--separator {text}: one character, or tab, comma, semicolon, bar."),
        };

    private static Dictionary<string, string> Columns(IReadOnlyList<string> given)
    {
        Dictionary<string, string> columns = new(StringComparer.OrdinalIgnoreCase);
        foreach (string pair in given.SelectMany(Pairs))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string role = equals < 0 ? string.Empty : pair[..equals].Trim().ToLowerInvariant();
            role = role is "answer" or "rating" ? "label" : role;
            if (!s_roles.Contains(role) || equals == pair.Length - 1)
            {
                throw new ArgumentException(
                    $"--columns {pair}: ROLE=NAME is needed, ROLE out of {string.Join(", ", s_roles)}."
                );
            }

            if (!columns.TryAdd(role, pair[(equals + 1)..].Trim()))
            {
                throw new ArgumentException($"--columns names the column of {role} twice.");
            }
        }

        return columns;
    }

    /// <summary>Commas part pairs only where a pair follows, so that a column's name may hold one.</summary>
    private static IEnumerable<string> Pairs(string text)
    {
        string[] parts = text.Split(',');
        string pair = parts[0];
        foreach (string part in parts.Skip(1))
        {
            if (part.Contains('=', StringComparison.Ordinal))
            {
                yield return pair;
                pair = part;
            }
            else
            {
                pair += "," + part;
            }
        }

        yield return pair;
    }
}
