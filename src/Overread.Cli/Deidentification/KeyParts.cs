using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Overread.Cli.Server;
using Overread.Deidentification.Pseudonyms;
using Spectre.Console;

namespace Overread.Cli.Deidentification;

/// <summary>The parts of a divided key as files, and the options that commands about them share.</summary>
internal static class KeyParts
{
    public static Option<int> Shares { get; } =
        new("--shares") { Description = "Parts to make, 2 to 16.", DefaultValueFactory = _ => 3 };

    public static Option<int> Needed { get; } =
        new("--needed") { Description = "Parts that give the key back.", DefaultValueFactory = _ => 2 };

    public static Option<string> Folder { get; } =
        new("--out") { Description = "Folder for the parts; hand each to another person.", Required = true };

    public static Argument<string[]> Parts { get; } =
        new("parts") { Description = "Files with one part each, in any order.", Arity = ArgumentArity.OneOrMore };

    public static Option<bool> Yes { get; } = new("--yes") { Description = "Do not ask." };

    /// <summary>Writes one file per part, readable by the owner alone; refuses to overwrite.</summary>
    public static int Write(ParseResult parsed, string fingerprint, IReadOnlyList<string> parts)
    {
        string folder = parsed.GetValue(Folder)!;
        Directory.CreateDirectory(folder);
        List<string> files = [];
        for (int i = 0; i < parts.Count; i++)
        {
            string file = Path.Combine(
                folder,
                string.Create(CultureInfo.InvariantCulture, $"key-{fingerprint}-part-{i + 1}.txt")
            );
            if (File.Exists(file))
            {
                throw new CommandFailedException($"{file} is there already; name another folder with --out.");
            }

            SecretFile.Write(file, parts[i] + "\n");
            files.Add(file);
        }

        if (parsed.GetValue(ServerOptions.Json))
        {
            Console.WriteLine(
                new JsonObject
                {
                    ["fingerprint"] = fingerprint,
                    ["files"] = new JsonArray([.. files.Select(f => (JsonNode)f)]),
                }
            );
        }
        else
        {
            files.ForEach(Console.WriteLine);
            Console.Error.WriteLine(
                $"Hand each to another person and remove them here: {parsed.GetValue(Needed)} of them together are the key."
            );
        }

        return 0;
    }

    /// <summary>Reads the part in each file.</summary>
    public static string[] Read(ParseResult parsed) =>
        [
            .. parsed
                .GetValue(Parts)!
                .Select(file =>
                    File.Exists(file)
                        ? File.ReadAllText(file)
                        : throw new CommandFailedException($"There is no file {file}.")
                ),
        ];

    /// <summary>Has a person type the fingerprint, unless --yes was given.</summary>
    public static void Confirm(ParseResult parsed, string fingerprint)
    {
        if (parsed.GetValue(Yes))
        {
            return;
        }

        if (Console.IsInputRedirected)
        {
            throw new CommandFailedException("This cannot be undone: confirm with --yes.");
        }

        string typed = AnsiConsole.Prompt(
            new TextPrompt<string>("This cannot be undone. Type the key's fingerprint to destroy it:")
        );
        if (!typed.Trim().Equals(fingerprint, StringComparison.OrdinalIgnoreCase))
        {
            throw new CommandFailedException("That is not the key's fingerprint; nothing was destroyed.");
        }
    }
}
