using System.CommandLine;
using System.Text.Json;
using Overread.Cli.Quality.Files;

namespace Overread.Cli.Quality;

/// <summary>What the commands on quality have in common: how they fail and how they print.</summary>
internal static class CommandRun
{
    /// <summary>Runs the work; what is wrong with the input is one line on standard error and the exit code 2.</summary>
    internal static void Do(this Command command, Action<ParseResult, TextWriter> work) =>
        command.SetAction(parsed =>
        {
            try
            {
                work(parsed, parsed.InvocationConfiguration.Output);
                return 0;
            }
            catch (Exception refused)
                when (refused is FileError or ArgumentException or IOException or UnauthorizedAccessException)
            {
                parsed.InvocationConfiguration.Error.WriteLine($"overread {command.Name}: {refused.Message}");
                return 2;
            }
        });

    /// <summary>Writes one JSON document, indented, numbers with all their digits.</summary>
    internal static void WriteJson(TextWriter output, Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (
            Utf8JsonWriter json = new(
                stream,
                new JsonWriterOptions
                {
                    Indented = true,
                    Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                }
            )
        )
        {
            write(json);
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }

    /// <summary>Writes a number, or null where there is none.</summary>
    internal static void Number(this Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
