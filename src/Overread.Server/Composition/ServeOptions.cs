using Overread.Storage;

namespace Overread.Server.Composition;

/// <summary>What a server is started with.</summary>
/// <param name="Data">The data folder.</param>
/// <param name="Url">Where it listens, such as <c>http://127.0.0.1:5080</c>.</param>
public sealed record ServeOptions(string Data, string Url)
{
    /// <summary>The built workbench, or null to serve the API alone.</summary>
    public string? Web { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How long a session lasts without use.</summary>
    public TimeSpan SessionLength { get; init; } = TimeSpan.FromHours(8);

    /// <summary>How long a session lasts at most, however much it is used.</summary>
    public TimeSpan SessionLongest { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long a person who has proved that it is they need not do so again before what only they may do.</summary>
    public TimeSpan ConfirmedFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How often somebody has to look through the accounts; null asks for none.</summary>
    public TimeSpan? ReviewAccountsEvery { get; init; }

    /// <summary>The organisation's sign-in; null for passwords alone.</summary>
    public SignInProvider? Provider { get; init; }

    /// <summary>
    /// True to open nothing to whoever signed in without a provider and has neither one-time codes nor a passkey, but the ways to these.
    /// </summary>
    public bool SecondFactor { get; init; }

    /// <summary>A file with the SHA-1 of leaked passwords in their order, a line each; null for none.</summary>
    public string? LeakedPasswords { get; init; }

    /// <summary>True to speak plain HTTP at an address that others reach, without a proxy that was named.</summary>
    public bool PlainHttp { get; init; }

    /// <summary>
    /// True to ask a time-stamp authority, witnesses and a collector by plain HTTP on other machines too, and to show files to a scanner there.
    /// </summary>
    public bool AllowPlain { get; init; }

    /// <summary>
    /// How far the clocks of authenticators may be off: a code is taken so long before and after its own half minute. Zero takes
    /// a code in its half minute alone (at most 60 seconds).
    /// </summary>
    public TimeSpan CodeTolerance { get; init; }

    /// <summary>How often a password is hashed over. Only tests and the soak, which sign in thousands of times, have fewer rounds.</summary>
    internal int PasswordRounds { get; init; } = Features.People.PasswordHashes.Rounds;

    /// <summary>A scanner for malware that is shown each received file before anything else is done with it; null for none.</summary>
    public ScannerAddress? Scanner { get; init; }

    /// <summary>The organisation's mail server; null to send no mails.</summary>
    public MailServer? Mail { get; init; }

    /// <summary>Where people reach this server, for links in mails; null to write none.</summary>
    public Uri? PublicAddress { get; init; }

    /// <summary>A certificate (PEM with its chain, or PFX) for an address that begins with https; null for none.</summary>
    public string? Certificate { get; init; }

    /// <summary>The certificate's private key (PEM), where it is a file of its own.</summary>
    public string? CertificateKey { get; init; }

    /// <summary>Names that the server answers to besides addresses in numbers, localhost and the name it listens on.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Networks of proxies whose word is taken for where a request came from and whether it came by HTTPS.</summary>
    public IReadOnlyList<System.Net.IPNetwork> Proxies { get; init; } = [];

    /// <summary>How long nothing must have come from a sender before what it stored over DICOMweb is read.</summary>
    public TimeSpan StowQuiet { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A time-stamp authority (RFC 3161 over HTTP) that stamps the checkpoint of each release; null for none.</summary>
    public Uri? TimestampAuthority { get; init; }

    /// <summary>A PEM file with certificates of the authority that it leaves out of its answers, such as its root.</summary>
    public string? TimestampChain { get; init; }

    /// <summary>Witnesses that the record's checkpoints are sent to; each has a key of its own.</summary>
    public IReadOnlyList<WitnessAddress> Witnesses { get; init; } = [];

    /// <summary>How often they are sent; after a release besides.</summary>
    public TimeSpan WitnessEvery { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Builds what is derived from the record anew before serving.</summary>
    public bool Rebuild { get; init; }

    /// <summary>A person's decision to go on with a store of which something is lost or was altered; null refuses it.</summary>
    public StoreAcceptance? Acceptance { get; init; }

    /// <summary>Told in a sentence when a store of an earlier build is brought into this build's form; null for nobody.</summary>
    public Action<string>? Notice { get; init; }

    /// <summary>Requests per second that one account may go on with; half a minute of them at once.</summary>
    public int RequestsPerSecond { get; init; } = 500;

    /// <summary>
    /// Free bytes of the data folder's disk below which nothing new is received and no release is made; null for 1 GiB, or a twentieth of
    /// the disk where that is less.
    /// </summary>
    public long? LowSpace { get; init; }

    /// <summary>The same for a disk of so many bytes.</summary>
    internal long LowSpaceOf(long total) => LowSpace ?? Math.Min(1L << 30, total / 20);

    /// <summary>Free bytes of the data folder's disk and bytes in all; null asks the disk.</summary>
    internal Func<(long Free, long Total)>? Space { get; init; }

    /// <summary>The address of a collector that measurements and spans are sent to (OTLP over HTTP); null for none.</summary>
    public Uri? Otlp { get; init; }

    /// <summary>An address of its own, such as <c>http://127.0.0.1:9464</c>, that answers <c>/metrics</c>; null for none.</summary>
    public Uri? Metrics { get; init; }

    /// <summary>Writes the log as JSON, an object per line, instead of words.</summary>
    public bool JsonLog { get; init; }

    /// <summary>Logs every request's outcome.</summary>
    public bool Verbose { get; init; }
}
