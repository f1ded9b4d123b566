using System.Net;

namespace Overread.Server.Composition;

/// <summary>Passwords and pictures go over no network unencrypted unless the operator says that they shall.</summary>
internal static class PlainAddress
{
    /// <exception cref="FormatException">
    /// Others reach the address, and neither TLS nor a proxy that ends it was named; or somebody else is to be asked by plain HTTP.
    /// </exception>
    public static void Check(ServeOptions options)
    {
        CheckOthers(options);
        if (!options.PlainHttp && options.Proxies.Count == 0 && !IsOwn(HostOf(options.Url)))
        {
            throw new FormatException(
                $"{options.Url} is reached from other machines, and plain HTTP shows them every password and picture. "
                    + "Give a certificate (--url https://… --certificate FILE), name the proxy that ends TLS (--proxy NETWORK), or say --plain-http where the network itself is encrypted."
            );
        }
    }

    // What is sent is hashes and figures, and answers are signed: still, whoever listens learns when releases are made, and by whom.
    private static void CheckOthers(ServeOptions options)
    {
        IEnumerable<(string Option, Uri? Address)> asked =
        [
            ("--tsa", options.TimestampAuthority),
            ("--otlp", options.Otlp),
            .. options.Witnesses.Select(w => ("--witness", (Uri?)w.Address)),
        ];
        // What a scanner is shown is as it was received.
        if (
            !options.AllowPlain
            && options.Scanner?.EndPoint switch
            {
                DnsEndPoint name => name.Host,
                IPEndPoint ip => ip.Address.ToString(),
                _ => null,
            }
                is { } host
            && !IsOwn(host)
        )
        {
            throw new FormatException(
                $"--scanner {options.Scanner!.Text} would be sent patients' files over the network, and its protocol knows no encryption. "
                    + "Run the scanner on this machine (unix:/run/clamav/clamd.ctl), or say --allow-plain where the network itself is encrypted."
            );
        }

        foreach ((string option, Uri? address) in asked)
        {
            if (!options.AllowPlain && address?.Scheme == Uri.UriSchemeHttp && !IsOwn(address.Host.Trim('[', ']')))
            {
                throw new FormatException(
                    $"{option} {address} would be asked by plain HTTP, which others on the way can read and change. "
                        + "Name an address that begins with https, or say --allow-plain where there is none or the network itself is encrypted."
                );
            }
        }
    }

    // All addresses (*, +) are no host that an address can be read of.
    private static string HostOf(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out Uri? address) ? address.Host.Trim('[', ']') : "*";

    private static bool IsOwn(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out IPAddress? ip) && IPAddress.IsLoopback(ip));
}
