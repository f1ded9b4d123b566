using System.Net;
using System.Net.Sockets;

namespace Overread.Server.Composition;

/// <summary>Where a scanner for malware listens that speaks as ClamAV's clamd does.</summary>
/// <param name="EndPoint">A socket of this machine, or a host and port.</param>
/// <param name="Text">As it was named.</param>
public sealed record ScannerAddress(EndPoint EndPoint, string Text)
{
    /// <summary>Reads <c>clamd://HOST:PORT</c> or <c>unix:/path</c>.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static ScannerAddress Parse(string text)
    {
        if (text.StartsWith("unix:/", StringComparison.Ordinal))
        {
            try
            {
                return new(new UnixDomainSocketEndPoint(text["unix:".Length..]), text);
            }
            catch (ArgumentOutOfRangeException e)
            {
                throw new FormatException($"{text} is too long for the path of a socket.", e);
            }
        }

        return
            Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
            && address.Scheme == "clamd"
            && address.Host.Length > 0
            && address.Port > 0
            && address.AbsolutePath is "" or "/"
            ? new(
                IPAddress.TryParse(address.Host.Trim('[', ']'), out IPAddress? ip)
                    ? new IPEndPoint(ip, address.Port)
                    : new DnsEndPoint(address.Host, address.Port),
                text
            )
            : throw new FormatException(
                $"'{text}' names no scanner. Write clamd://HOST:PORT, such as clamd://127.0.0.1:3310, or unix:/run/clamav/clamd.ctl."
            );
    }
}
