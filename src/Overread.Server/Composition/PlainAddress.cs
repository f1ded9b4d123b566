using System.Net;

namespace Overread.Server.Composition;

/// <summary>Passwords and pictures go over no network unencrypted unless the operator says that they shall.</summary>
internal static class PlainAddress
{
    /// <exception cref="FormatException">Others reach the address, and neither TLS nor a proxy that ends it was named.</exception>
    public static void Check(ServeOptions options)
    {
        if (!options.PlainHttp && options.Proxies.Count == 0 && !IsOwn(HostOf(options.Url)))
        {
            throw new FormatException(
                $"{options.Url} is reached from other machines, and plain HTTP shows them every password and picture. "
                    + "Give a certificate (--url https://… --certificate FILE), name the proxy that ends TLS (--proxy NETWORK), or say --plain-http where the network itself is encrypted."
            );
        }
    }

    // All addresses (*, +) are no host that an address can be read of.
    private static string HostOf(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out Uri? address) ? address.Host.Trim('[', ']') : "*";

    private static bool IsOwn(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out IPAddress? ip) && IPAddress.IsLoopback(ip));
}
