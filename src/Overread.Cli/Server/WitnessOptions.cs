using System.CommandLine;
using System.Globalization;
using Overread.Ledger;
using Overread.Ledger.Witnesses;
using Overread.Server.Composition;

namespace Overread.Cli.Server;

/// <summary>How witnesses and logs are named on the command line.</summary>
internal static class WitnessOptions
{
    private const string Name = "--witness";

    /// <summary>Witnesses by address and key.</summary>
    public static Option<string[]> Addresses() =>
        new(Name)
        {
            Description =
                "A witness that the record's head is sent to: its address, a comma, and its key (https://…,name+keyid+base64). Repeatable.",
        };

    /// <summary>Witnesses by key alone.</summary>
    public static Option<string[]> Keys(string description) => new(Name) { Description = description };

    public static IReadOnlyList<WitnessAddress> Read(string[]? given)
    {
        try
        {
            List<WitnessAddress> all = [.. (given ?? []).Select(WitnessAddress.Parse)];
            return all.Select(w => w.KeyId).Distinct(StringComparer.Ordinal).Count() == all.Count
                ? all
                : throw new CommandFailedException($"{Name} names one witness twice.");
        }
        catch (FormatException e)
        {
            throw new CommandFailedException(e.Message);
        }
    }

    public static TimeSpan Every(double minutes) =>
        minutes is >= 0.1 and <= 44_640
            ? TimeSpan.FromMinutes(minutes)
            : throw new CommandFailedException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"--witness-minutes is 0.1 to 44640 (31 days), not {minutes}."
                )
            );

    public static IReadOnlyList<WitnessKey> ReadKeys(string[]? given) =>
        [.. (given ?? []).Select(text => Key(text, WitnessKey.Parse, Name))];

    public static IReadOnlyList<VerifierKey> ReadLogs(string[]? given) =>
        [.. (given ?? []).Select(text => Key(text, VerifierKey.Parse, "--log"))];

    private static T Key<T>(string text, Func<string, T> parse, string option)
    {
        try
        {
            return parse(File.Exists(text) ? File.ReadAllText(text) : text);
        }
        catch (FormatException e)
        {
            throw new CommandFailedException($"{option} {text}: {e.Message}");
        }
    }
}
