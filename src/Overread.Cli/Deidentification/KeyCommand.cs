using System.CommandLine;
using System.Text.Json.Nodes;
using Overread.Cli.Server;
using Overread.Deidentification.Pseudonyms;
using Overread.Server.Composition;

namespace Overread.Cli.Deidentification;

/// <summary><c>overread key</c>: the key files of <c>overread deidentify --key</c>, without a server.</summary>
internal static class KeyCommand
{
    private static readonly Argument<string> Target = new("file") { Description = "The key file." };

    public static Command Create() =>
        new("key", "Make, name, divide, join and destroy key files of overread deidentify.")
        {
            Make(),
            Show(),
            Divide(),
            Join(),
            Destroy(),
        };

    private static Command Make()
    {
        Command command = new("new", "Make a key file; there must be none of that name.")
        {
            Target,
            ServerOptions.Json,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(Target)!;
            Absent(path);
            ProjectKey key = ProjectKey.Create();
            SecretFile.Write(path, key.ToHex() + "\n");
            return Say(parsed, key.Fingerprint, path);
        });
        return command;
    }

    private static Command Show()
    {
        Command command = new("show", "The fingerprint by which reports name the key.") { Target, ServerOptions.Json };
        command.SetAction(parsed =>
            Say(parsed, KeyFile.Read(parsed.GetValue(Target)!).Fingerprint, parsed.GetValue(Target)!)
        );
        return command;
    }

    private static Command Divide()
    {
        Command command = new("divide", "Divide a key into parts for custodians, one file each.")
        {
            Target,
            KeyParts.Shares,
            KeyParts.Needed,
            KeyParts.Folder,
            ServerOptions.Json,
        };
        command.SetAction(parsed =>
        {
            ProjectKey key = KeyFile.Read(parsed.GetValue(Target)!);
            try
            {
                return KeyParts.Write(
                    parsed,
                    key.Fingerprint,
                    KeyShares.Split(key, parsed.GetValue(KeyParts.Shares), parsed.GetValue(KeyParts.Needed))
                );
            }
            catch (ArgumentOutOfRangeException)
            {
                throw new CommandFailedException(
                    $"A key has 2 to {KeyShares.Most} parts (--shares), of which 2 or more are needed (--needed)."
                );
            }
        });
        return command;
    }

    private static Command Join()
    {
        Option<string> output = new("--out") { Description = "The key file to write.", Required = true };
        Command command = new("join", "Put a key together from its parts.")
        {
            KeyParts.Parts,
            output,
            ServerOptions.Json,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(output)!;
            Absent(path);
            try
            {
                ProjectKey key = KeyShares.Join(KeyParts.Read(parsed));
                SecretFile.Write(path, key.ToHex() + "\n");
                return Say(parsed, key.Fingerprint, path);
            }
            catch (FormatException e)
            {
                throw new CommandFailedException($"These parts do not give a key: {e.Message}.");
            }
        });
        return command;
    }

    private static Command Destroy()
    {
        Command command = new(
            "destroy",
            "Overwrite and remove a key file. Copies in backups and set-aside blocks of a disk are beyond its reach."
        )
        {
            Target,
            KeyParts.Yes,
            ServerOptions.Json,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(Target)!;
            string fingerprint = KeyFile.Read(path).Fingerprint;
            KeyParts.Confirm(parsed, fingerprint);
            DataFolder.EraseSecret(path);
            return Say(parsed, fingerprint, "destroyed");
        });
        return command;
    }

    private static void Absent(string path)
    {
        if (File.Exists(path))
        {
            throw new CommandFailedException($"{path} is there already; name another file.");
        }
    }

    private static int Say(ParseResult parsed, string fingerprint, string where)
    {
        Console.WriteLine(
            parsed.GetValue(ServerOptions.Json)
                ? new JsonObject { ["fingerprint"] = fingerprint, ["file"] = where }.ToJsonString()
                : $"{fingerprint}  {where}"
        );
        return 0;
    }
}
