using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Overread.Ledger;
using Overread.Ledger.Bundles;
using Overread.Ledger.Bundles.Statements;
using Overread.Ledger.Timestamps;
using Overread.Ledger.Witnesses;
using Spectre.Console;

namespace Overread.Cli.Server;

/// <summary><c>overread verify</c>: checks a release bundle offline, from nothing but the bundle.</summary>
internal static class VerifyCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create()
    {
        Argument<string> bundle = new("BUNDLE") { Description = "The bundle: a folder or a zip file." };
        Option<string?> key = new("--key")
        {
            Description = "A file with the verifier key that the publisher told you.",
        };
        Option<string?> tsa = new("--tsa")
        {
            Description = "A PEM file with the root certificate of the time-stamp authority that you trust.",
        };
        Option<string?> status = new("--status")
        {
            Description =
                "A signed list of what has become of the releases: a file, or its address (…/releases/status; the token is OVERREAD_TOKEN).",
        };
        Option<string[]> witnesses = WitnessOptions.Keys(
            "The key of a witness (name+keyid+base64, or a file with it) that must have cosigned the checkpoint. Repeatable."
        );
        Option<string?> changes = new("--key-changes")
        {
            Description =
                "The changes of the record's key that became known since: a file, or its address (…/record/key/changes; the token is OVERREAD_TOKEN). They lead from the bundle's key to the one of --key.",
        };
        Option<string?> opened = new("--opened")
        {
            Description =
                "Labels of the sealed test set that were opened since: held against the bundle's commitments.",
        };
        Option<bool> json = new("--json") { Description = "Print the report as JSON." };
        Command command = new(
            "verify",
            "Verify a release bundle offline. Exit code 1 when anything does not hold, 2 when it holds and the list of --status says that it was recalled or that items of it were withdrawn."
        )
        {
            bundle,
            key,
            changes,
            tsa,
            witnesses,
            status,
            opened,
            json,
        };
        command.SetAction(parsed =>
            Run(
                parsed.GetValue(bundle)!,
                parsed.GetValue(key),
                parsed.GetValue(tsa),
                parsed.GetValue(status),
                WitnessOptions.ReadKeys(parsed.GetValue(witnesses)),
                parsed.GetValue(opened),
                parsed.GetValue(changes),
                parsed.GetValue(json)
            )
        );
        return command;
    }

    private static int Run(
        string path,
        string? key,
        string? tsa,
        string? status,
        IReadOnlyList<WitnessKey> witnesses,
        string? opened,
        string? changes,
        bool json
    )
    {
        BundleReport report = Verify(
            path,
            key,
            tsa,
            status is null ? null : Fetched(status, "status list"),
            witnesses,
            opened,
            changes is null ? null : Changes(changes)
        );
        int code =
            !report.Verified ? 1
            : report.Standing?.OutOfUse == true ? 2
            : 0;
        if (json)
        {
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        verified = report.Verified,
                        files = report.Files,
                        events = report.Events,
                        size = report.Checkpoint?.Size,
                        root = report.Checkpoint is { } head ? Convert.ToHexStringLower(head.Root) : null,
                        key = report.Key,
                        keyReplaced = report.KeyReplaced is { } replaced
                            ? new
                            {
                                replaced.At,
                                replaced.Size,
                                next = replaced.Next.ToString(),
                                replaced.CompromisedSince,
                            }
                            : null,
                        timestamp = report.Timestamp,
                        cosignatures = report.Cosignatures,
                        statements = report.Statements.Select(s => new
                        {
                            s.Id,
                            s.Text,
                            s.Holds,
                            s.Believed,
                        }),
                        signatures = report.Signatures,
                        data = report.Data,
                        sealedItems = report.Sealed,
                        opened = report.Opened,
                        standing = report.Standing,
                        standingAt = report.StandingAt,
                        faults = report.Faults,
                    },
                    Json
                )
            );
            return code;
        }

        foreach (BundleFault fault in report.Faults)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{fault.File}[/]: {fault.What}");
        }

        if (report.Verified)
        {
            AnsiConsole.MarkupLineInterpolated(
                $"[green]Verified[/]: {report.Files} files, {report.Events} events of the record under a signed checkpoint of {report.Checkpoint!.Size}."
            );
            AnsiConsole.WriteLine($"Signed by {report.Key}");
            if (key is null)
            {
                AnsiConsole.WriteLine("Compare that key with the one the publisher told you, or pass it with --key.");
            }

            ShowChange(report.KeyReplaced);
            ShowTimestamp(report.Timestamp, tsa is not null);
            ShowCosignatures(report.Cosignatures);
            ShowData(report.Data);
            ShowSealed(report);
            ShowSignatures(report.Signatures);
            ShowStatements(report.Statements);
        }
        else
        {
            AnsiConsole.MarkupLineInterpolated($"[red]Not verified[/]: {report.Faults.Count} things do not hold.");
        }

        ShowStanding(report, status is not null);
        return code;
    }

    /// <summary>Names cosignatures, a line each.</summary>
    public static void ShowCosignatures(IReadOnlyList<Cosignature> cosignatures)
    {
        foreach (Cosignature c in cosignatures)
        {
            Console.WriteLine(
                c.Time is { } time
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $"Cosigned by the witness {c.Witness} at {time:yyyy-MM-dd HH:mm:ss} UTC, by its own clock."
                    )
                    : $"It bears a line of {c.Witness} ({c.KeyId}), which was not checked: give the witness's key with --witness."
            );
        }
    }

    private static void ShowChange(LogKeyChange? change)
    {
        if (change is not null)
        {
            Console.WriteLine(
                $"That key was given up on {change.At}{(change.CompromisedSince is { } since ? $", since others may have had it from {since} on" : "")}; in its place is {change.Next}"
            );
        }
    }

    private static LogKeyChain Changes(string from)
    {
        try
        {
            return LogKeyChain.Parse(Fetched(from, "key changes"));
        }
        catch (FormatException e)
        {
            throw new CommandFailedException($"{from} holds no changes of a record's key: {e.Message}");
        }
    }

    private static void ShowData(BundleDataReport? data) =>
        AnsiConsole.WriteLine(
            data is null ? "It has no list of the files that were labelled: it is of an earlier build."
            : data.Listed == 0 ? "No file was labelled: its items are references."
            : $"{data.Listed} files were labelled: {data.Carried} are carried, {data.Fetched} were fetched, {data.Missing} are not here{(data.Missing > 0 ? " and are known by their hashes alone; overread fetch gets them" : "")}."
        );

    private static void ShowSealed(BundleReport report)
    {
        if (report.Sealed > 0)
        {
            AnsiConsole.WriteLine(
                report.Opened is { } opened
                    ? $"{opened.Items} of {opened.Sealed} sealed items are opened, and their labels are those that the bundle commits to."
                    : $"The labels of {report.Sealed} items are sealed: the bundle commits to them and holds none."
            );
        }
    }

    private static void ShowSignatures(IReadOnlyList<BundleSignature> signatures)
    {
        AnsiConsole.WriteLine(
            signatures.Count == 0
                ? "Nothing in it bears a person's signature."
                : $"{signatures.Count} signatures of people, each over the content that is here and in the record:"
        );
        foreach (IGrouping<(string, string), BundleSignature> of in signatures.GroupBy(s => (s.Name, s.Meaning)))
        {
            BundleSignature last = of.Last();
            AnsiConsole.WriteLine(
                $"  {last.Name}, {last.At}{(of.Count() > 1 ? $" the last of {of.Count()}" : "")}. {last.Meaning}"
            );
        }
    }

    private static void ShowStatements(IReadOnlyList<BundleStatement> statements)
    {
        if (statements.Count == 0)
        {
            AnsiConsole.WriteLine("The bundle has no list of statements: its papers are of an earlier build.");
            return;
        }

        AnsiConsole.WriteLine(
            $"{statements.Count} statements of its papers were computed again; {statements.Count(s => s.Believed is null)} of them from the bundle alone. What they say is wanting:"
        );
        foreach (BundleStatement wanting in statements.Where(s => !s.Holds))
        {
            AnsiConsole.WriteLine($"  {wanting.Id}: {wanting.Text}");
        }
    }

    private static void ShowStanding(BundleReport report, bool asked)
    {
        if (report.Standing is { } standing)
        {
            string colour = standing.OutOfUse ? "red" : "green";
            AnsiConsole.MarkupLine(
                $"{Markup.Escape(standing.Name)} as of {Markup.Escape(report.StandingAt!)}: [{colour}]{Markup.Escape(string.Join(", ", standing.Words.Select(w => w.Replace('-', ' '))))}[/]"
            );
            foreach (string item in standing.Items)
            {
                AnsiConsole.WriteLine($"  withdrawn: {item}");
            }
        }
        else if (!asked)
        {
            AnsiConsole.WriteLine(
                "Whether it was recalled or superseded since is not known: give the list with --status."
            );
        }
    }

    private static string Fetched(string from, string what)
    {
        try
        {
            if (
                !from.StartsWith("http://", StringComparison.Ordinal)
                && !from.StartsWith("https://", StringComparison.Ordinal)
            )
            {
                return File.ReadAllText(from);
            }

            using HttpClient http = new();
            using HttpRequestMessage ask = new(HttpMethod.Get, from);
            if (Environment.GetEnvironmentVariable("OVERREAD_TOKEN") is { Length: > 0 } token)
            {
                ask.Headers.Authorization = new("Bearer", token);
            }

            using HttpResponseMessage answer = http.Send(ask);
            answer.EnsureSuccessStatusCode();
            using StreamReader reader = new(answer.Content.ReadAsStream());
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is IOException or HttpRequestException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"The {what} at {from} cannot be read: {e.Message}");
        }
    }

    private static void ShowTimestamp(TimestampStatement? stamp, bool trusted)
    {
        if (stamp is null)
        {
            return;
        }

        AnsiConsole.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"Time-stamped [bold]{stamp.Time:yyyy-MM-dd HH:mm:ss} UTC[/] by {stamp.Authority}, policy {stamp.Policy}."
        );
        if (!trusted)
        {
            AnsiConsole.WriteLine(
                $"Its root has the SHA-256 {stamp.Root}. Compare that with the authority's, or pass the root with --tsa."
            );
        }
    }

    private static X509Certificate2Collection? Roots(string? file)
    {
        if (file is null)
        {
            return null;
        }

        try
        {
            X509Certificate2Collection roots = [];
            roots.ImportFromPemFile(file);
            return roots.Count > 0
                ? roots
                : throw new CommandFailedException($"{file} holds no certificate in PEM form.");
        }
        catch (Exception e) when (e is CryptographicException or IOException)
        {
            throw new CommandFailedException($"{file} cannot be read as certificates: {e.Message}");
        }
    }

    /// <summary>Verifies a folder or a zip file.</summary>
    /// <param name="path">The bundle.</param>
    /// <param name="keyFile">A file with the key that must have signed it, or null.</param>
    /// <param name="rootsFile">A PEM file with roots of time-stamp authorities, or null.</param>
    /// <param name="statusList">A signed list of what has become of releases, or null.</param>
    /// <param name="witnesses">Keys of witnesses that must have cosigned its checkpoint.</param>
    /// <param name="openedFile">A file with opened labels of the sealed set, or null.</param>
    /// <param name="changes">Changes of the record's key that became known since, or null.</param>
    public static BundleReport Verify(
        string path,
        string? keyFile,
        string? rootsFile = null,
        string? statusList = null,
        IReadOnlyList<WitnessKey>? witnesses = null,
        string? openedFile = null,
        LogKeyChain? changes = null
    )
    {
        VerifierKey? key = null;
        if (keyFile is not null)
        {
            try
            {
                key = VerifierKey.Parse(File.ReadAllText(keyFile));
            }
            catch (FormatException e)
            {
                throw new CommandFailedException($"{keyFile} is no verifier key: {e.Message}");
            }
        }

        if (!Directory.Exists(path) && !File.Exists(path))
        {
            throw new CommandFailedException($"There is no bundle at {path}.");
        }

        using IBundleSource source = Directory.Exists(path)
            ? new BundleFolder(path)
            : new BundleArchive(File.OpenRead(path));
        if (openedFile is not null && !File.Exists(openedFile))
        {
            throw new CommandFailedException($"There is no file at {openedFile}.");
        }

        using StreamReader? opened = openedFile is null ? null : File.OpenText(openedFile);
        return new BundleVerifier(source, key, Roots(rootsFile))
        {
            Witnesses = witnesses ?? [],
            KeyChanges = changes,
        }.Verify(statusList, opened);
    }
}
