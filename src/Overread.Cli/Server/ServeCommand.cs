using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Overread.Server.Composition;
using Overread.Storage;
using Spectre.Console;

namespace Overread.Cli.Server;

/// <summary><c>overread serve</c>: runs the server until it is told to stop.</summary>
internal static class ServeCommand
{
    public static Option<string> Data(string standard) =>
        new("--data") { Description = "The data folder.", DefaultValueFactory = _ => standard };

    public static Option<string> Url { get; } =
        new("--url") { Description = "Where to listen.", DefaultValueFactory = _ => "http://127.0.0.1:5080" };

    public static Command Create()
    {
        Option<string> data = Data(".overread/data");
        Option<double> session = new("--session-minutes")
        {
            Description = "How long a session lasts without use.",
            DefaultValueFactory = _ => 480,
        };
        Option<int?> review = new("--review-accounts-days")
        {
            Description = "How often an administrator has to look through the accounts, in days. Default: never.",
        };
        Option<double> longest = new("--session-longest-hours")
        {
            Description = "How long a session lasts at most, however much it is used.",
            DefaultValueFactory = _ => 24,
        };
        Option<string?> certificate = new("--certificate")
        {
            Description =
                "A certificate (PEM with its chain, or PFX) for an --url that begins with https. A renewed file is taken without a restart.",
        };
        Option<string?> certificateKey = new("--certificate-key")
        {
            Description = "The certificate's private key (PEM), where it is a file of its own.",
        };
        Option<string[]> hosts = new("--host")
        {
            Description =
                "A name that the server answers to, besides addresses in numbers, localhost and the name in --url. Repeatable.",
        };
        Option<string[]> proxies = new("--proxy")
        {
            Description =
                "A network such as 10.0.0.0/8 whose proxies end TLS: their X-Forwarded-For and X-Forwarded-Proto are taken. Repeatable.",
        };
        Option<bool> plain = new("--plain-http")
        {
            Description =
                "Speak plain HTTP at an address that other machines reach, with no proxy named: for a network that is encrypted itself.",
        };
        Option<bool> allowPlain = new("--allow-plain")
        {
            Description =
                "Ask a time-stamp authority, witnesses and a collector by plain HTTP on other machines too: many authorities offer nothing else.",
        };
        Option<double> tolerance = new("--code-tolerance")
        {
            Description =
                "Seconds that the clocks of people's authenticators may be off, at most 60. Unless said 0: a code is good in its half minute alone.",
        };
        Option<string?> scanner = new("--scanner")
        {
            Description =
                "A scanner for malware (clamd://HOST:PORT or unix:/run/clamav/clamd.ctl) that is shown every received file before anything else is done with it.",
        };
        Option<string?> mail = new("--mail")
        {
            Description =
                "The organisation's mail server (smtp://HOST:PORT or smtps://HOST, with USER@ before the host where it asks for one), to tell people that something waits for them.",
        };
        Option<string?> mailFrom = new("--mail-from") { Description = "The address that mails come from." };
        Option<string?> mailPassword = new("--mail-password")
        {
            Description = "A file with the password for the mail server.",
        };
        Option<string?> address = new("--public-address")
        {
            Description = "Where people reach this server (https://overread.example.org), for the link in mails.",
        };
        Option<bool> factor = new("--second-factor")
        {
            Description =
                "Ask everybody who signs in without the organisation's provider for one-time codes or a passkey: nothing else is open until they have one.",
        };
        Option<string?> leaked = new("--leaked-passwords")
        {
            Description =
                "A file with the SHA-1 of leaked passwords in their order (lines HASH:COUNT, as haveibeenpwned.com gives it out): these are refused. Nothing is asked over the network.",
        };
        Option<string?> oidc = new("--oidc")
        {
            Description =
                "A JSON file that describes your organisation's sign-in by OpenID Connect (or OVERREAD_OIDC); see docs/how-to/single-sign-on.md.",
        };
        Option<string?> authority = new("--oidc-authority")
        {
            Description = "The provider's address, in place of the file's (or OVERREAD_OIDC_AUTHORITY).",
        };
        Option<string?> client = new("--oidc-client")
        {
            Description = "What the provider calls this server, in place of the file's (or OVERREAD_OIDC_CLIENT).",
        };
        Option<string?> secret = new("--oidc-secret-file")
        {
            Description =
                "A file with the client's secret, in place of the file's (or OVERREAD_OIDC_SECRET_FILE). A secret is no option: others see those.",
        };
        Option<string?> tsa = new("--tsa")
        {
            Description =
                "Address of a time-stamp authority (RFC 3161) that stamps each release. It is sent a hash of the record's head, nothing else.",
        };
        Option<string?> chain = new("--tsa-chain")
        {
            Description = "A PEM file with the authority's root and what else it leaves out of its answers.",
        };
        Option<string[]> witnesses = WitnessOptions.Addresses();
        Option<double> witnessMinutes = new("--witness-minutes")
        {
            Description = "How often the record's head is sent to the witnesses, where something has happened.",
            DefaultValueFactory = _ => 60,
        };
        Option<bool> rebuild = new("--rebuild")
        {
            Description = "First build what is derived from the record anew, as after an audit that found it altered.",
        };
        Option<string?> accept = new("--accept-loss")
        {
            Description =
                "Why to go on with a store of which something is lost or was altered, once overread said what. The record keeps it. Needs --by.",
        };
        Option<string?> by = new("--by") { Description = "Who decides that." };
        Option<double?> low = new("--low-space")
        {
            Description =
                "Free GiB of the data folder's disk below which nothing new is received and no release is made: the rest is kept for what readers save. Unless said 1, or a twentieth of a disk that is smaller than 20.",
        };
        Option<string?> otlp = new("--otlp")
        {
            Description =
                "Address of a collector that measurements and spans are sent to (OpenTelemetry's protocol over HTTP), such as http://127.0.0.1:4318.",
        };
        Option<string?> metrics = new("--metrics")
        {
            Description =
                "An address of its own that answers /metrics for Prometheus, such as http://127.0.0.1:9464. Whoever reaches it reads it.",
        };
        Option<string> log = new("--log")
        {
            Description = "How the log is written: text, or json (an object per line).",
            DefaultValueFactory = _ => "text",
        };
        log.AcceptOnlyFromAmong("text", "json");
        Option<bool> verbose = new("--verbose") { Description = "Log every request." };
        Command command = new("serve", "Run the server. The first visit creates the administrator.")
        {
            data,
            Url,
            session,
            longest,
            review,
            certificate,
            certificateKey,
            hosts,
            proxies,
            plain,
            allowPlain,
            factor,
            tolerance,
            scanner,
            mail,
            mailFrom,
            mailPassword,
            address,
            leaked,
            oidc,
            authority,
            client,
            secret,
            tsa,
            chain,
            witnesses,
            witnessMinutes,
            rebuild,
            accept,
            by,
            low,
            otlp,
            metrics,
            log,
            verbose,
        };
        command.SetAction(
            async (parsed, cancel) =>
            {
                ServeOptions options = new(parsed.GetValue(data)!, parsed.GetValue(Url)!)
                {
                    Web = WebFolder(),
                    SessionLength = TimeSpan.FromMinutes(parsed.GetValue(session)),
                    ReviewAccountsEvery = parsed.GetValue(review) is { } days ? TimeSpan.FromDays(days) : null,
                    SessionLongest = TimeSpan.FromHours(parsed.GetValue(longest)),
                    Certificate = parsed.GetValue(certificate),
                    CertificateKey = parsed.GetValue(certificateKey),
                    Hosts = parsed.GetValue(hosts) ?? [],
                    Proxies = [.. (parsed.GetValue(proxies) ?? []).Select(Network)],
                    PlainHttp = parsed.GetValue(plain),
                    AllowPlain = parsed.GetValue(allowPlain),
                    SecondFactor = parsed.GetValue(factor),
                    CodeTolerance = Tolerance(parsed.GetValue(tolerance)),
                    Scanner = Scanner(parsed.GetValue(scanner)),
                    Mail = Mail(parsed.GetValue(mail), parsed.GetValue(mailFrom), parsed.GetValue(mailPassword)),
                    PublicAddress = Address(parsed.GetValue(address), "this server for people"),
                    LeakedPasswords = parsed.GetValue(leaked),
                    Provider = Provider(parsed, oidc, authority, client, secret),
                    TimestampAuthority = Address(parsed.GetValue(tsa), "a time-stamp authority"),
                    TimestampChain = parsed.GetValue(chain),
                    Witnesses = WitnessOptions.Read(parsed.GetValue(witnesses)),
                    WitnessEvery = WitnessOptions.Every(parsed.GetValue(witnessMinutes)),
                    Rebuild = parsed.GetValue(rebuild),
                    Acceptance = Acceptance(parsed.GetValue(accept), parsed.GetValue(by)),
                    Notice = AnsiConsole.WriteLine,
                    LowSpace = parsed.GetValue(low) is { } gib ? Bytes(gib) : null,
                    Otlp = Address(parsed.GetValue(otlp), "a collector"),
                    Metrics = Address(parsed.GetValue(metrics), "its own for measurements"),
                    JsonLog = parsed.GetValue(log) == "json",
                    Verbose = parsed.GetValue(verbose),
                };
                WebApplication app = Built(options);
                await using (app)
                {
                    await Start(app, options.Url, cancel);
                    AnsiConsole.MarkupLineInterpolated(
                        $"Overread serves [bold]{options.Url}[/] from {Path.GetFullPath(options.Data)}. Stop with Ctrl+C."
                    );
                    await app.WaitForShutdownAsync(cancel);
                }

                return 0;
            }
        );
        return command;
    }

    private static WebApplication Built(ServeOptions options)
    {
        try
        {
            return OverreadHost.Build(options);
        }
        catch (FormatException e)
        {
            throw new CommandFailedException(e.Message);
        }
    }

    private static StoreAcceptance? Acceptance(string? reason, string? by) =>
        reason is null && by is null ? null
        : string.IsNullOrWhiteSpace(reason) || string.IsNullOrWhiteSpace(by)
            ? throw new CommandFailedException(
                "A decision to go on needs both a reason and a name: --accept-loss \"why\" --by \"your name\"."
            )
        : new StoreAcceptance(by.Trim(), reason.Trim());

    private static System.Net.IPNetwork Network(string text) =>
        System.Net.IPNetwork.TryParse(text, out System.Net.IPNetwork network) ? network
        : System.Net.IPAddress.TryParse(text, out System.Net.IPAddress? one)
            ? new(one, one.GetAddressBytes().Length * 8)
        : throw new CommandFailedException($"{text} is no network of proxies: write it like 10.0.0.0/8.");

    private static SignInProvider? Provider(
        ParseResult parsed,
        Option<string?> file,
        Option<string?> authority,
        Option<string?> client,
        Option<string?> secret
    )
    {
        string? Given(Option<string?> option, string variable) =>
            parsed.GetValue(option)
            ?? (Environment.GetEnvironmentVariable("OVERREAD_OIDC" + variable) is { Length: > 0 } set ? set : null);
        try
        {
            return SignInProvider.Read(
                Given(file, ""),
                Given(authority, "_AUTHORITY"),
                Given(client, "_CLIENT"),
                Given(secret, "_SECRET_FILE")
            );
        }
        catch (FormatException e)
        {
            throw new CommandFailedException(e.Message);
        }
    }

    private static Uri? Address(string? text, string of) =>
        text is null ? null
        : Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" ? address
        : throw new CommandFailedException($"{text} is no address of {of}: http:// or https:// is needed.");

    private static TimeSpan Tolerance(double seconds) =>
        seconds is >= 0 and <= 60
            ? TimeSpan.FromSeconds(seconds)
            : throw new CommandFailedException($"--code-tolerance is 0 to 60 (seconds), not {seconds}.");

    private static ScannerAddress? Scanner(string? text)
    {
        try
        {
            return text is null ? null : ScannerAddress.Parse(text);
        }
        catch (FormatException e)
        {
            throw new CommandFailedException(e.Message);
        }
    }

    private static MailServer? Mail(string? text, string? from, string? passwordFile)
    {
        if (text is null)
        {
            return from is null && passwordFile is null
                ? null
                : throw new CommandFailedException("Name the mail server too: --mail smtp://HOST:PORT.");
        }

        try
        {
            MailServer server = MailServer.Parse(text, from);
            if (server.User is null != passwordFile is null)
            {
                throw new CommandFailedException(
                    "A user and a password for the mail server go together: --mail smtp://USER@HOST and --mail-password FILE."
                );
            }

            return passwordFile is null ? server : server with { Password = File.ReadAllText(passwordFile).Trim() };
        }
        catch (FormatException e)
        {
            throw new CommandFailedException(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"The password for the mail server cannot be read: {e.Message}");
        }
    }

    private static long Bytes(double gib) =>
        gib is >= 0.0625 and <= 1_000_000
            ? (long)(gib * (1 << 30))
            : throw new CommandFailedException($"--low-space is 0.0625 or more (GiB), not {gib}.");

    /// <summary>Starts the server, or says in one line why it cannot.</summary>
    public static async Task Start(WebApplication app, string url, CancellationToken cancel)
    {
        try
        {
            await app.StartAsync(cancel);
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new CommandFailedException(
                $"Something listens on {url} already. Stop it, or choose another address with --url."
            );
        }
    }

    /// <summary>The built workbench: beside the tool, or where the start script says.</summary>
    public static string? WebFolder()
    {
        string? named = Environment.GetEnvironmentVariable("OVERREAD_WEB");
        string beside = Path.Combine(AppContext.BaseDirectory, "web");
        return named is { Length: > 0 } ? named
            : Directory.Exists(beside) ? beside
            : null;
    }
}
