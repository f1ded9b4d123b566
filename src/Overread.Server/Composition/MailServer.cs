using System.Net;

namespace Overread.Server.Composition;

/// <summary>The organisation's mail server, which is given the mails that tell people that something waits.</summary>
/// <param name="Host">Its name or address.</param>
/// <param name="Port">Its port.</param>
/// <param name="IsTls">TLS from the first byte; otherwise STARTTLS, which it has to offer unless it is on this machine.</param>
/// <param name="User">Who signs in to it; null for nobody.</param>
/// <param name="Text">As it was named.</param>
public sealed record MailServer(string Host, int Port, bool IsTls, string? User, string Text)
{
    /// <summary>The password that goes with <see cref="User"/>.</summary>
    public string? Password { get; init; }

    /// <summary>The address that mails come from.</summary>
    public required string From { get; init; }

    /// <summary>True for a server on this machine, with which plain words are not overheard.</summary>
    public bool IsHere =>
        Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(Host, out IPAddress? ip) && IPAddress.IsLoopback(ip));

    /// <summary>Reads <c>smtp://[USER@]HOST[:PORT]</c> (587 unless named) or <c>smtps://…</c> (465).</summary>
    /// <param name="text">The address.</param>
    /// <param name="from">The address that mails come from.</param>
    /// <exception cref="FormatException">It is neither, or <paramref name="from"/> is no address.</exception>
    public static MailServer Parse(string text, string? from)
    {
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
            || address.Scheme is not ("smtp" or "smtps")
            || address.Host.Length == 0
            || address.AbsolutePath is not ("" or "/")
            || address.UserInfo.Contains(':', StringComparison.Ordinal)
        )
        {
            throw new FormatException(
                $"'{text}' names no mail server. Write smtp://HOST:PORT or smtps://HOST, with USER@ before the host where it asks for one; the password is in a file."
            );
        }

        if (from is null || !MimeKit.MailboxAddress.TryParse(from, out _))
        {
            throw new FormatException("A mail server needs the address that mails come from: --mail-from.");
        }

        bool tls = address.Scheme == "smtps";
        return new(
            address.Host.Trim('[', ']'),
            address.Port > 0 ? address.Port
                : tls ? 465
                : 587,
            tls,
            address.UserInfo.Length > 0 ? Uri.UnescapeDataString(address.UserInfo) : null,
            text
        )
        {
            From = from,
        };
    }
}
