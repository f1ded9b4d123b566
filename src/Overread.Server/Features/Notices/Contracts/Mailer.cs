using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Overread.Domain.Notices;
using Overread.Server.Composition;

namespace Overread.Server.Features.Notices.Contracts;

/// <summary>Gives mails to the organisation's mail server, and remembers whether it took the last.</summary>
internal sealed class Mailer(ServeOptions options, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>How the last attempt went.</summary>
    /// <param name="At">When.</param>
    /// <param name="Fault">What was wrong; null where the mail was taken.</param>
    internal sealed record Attempt(DateTimeOffset At, string? Fault);

    /// <summary>The last attempt; null before the first.</summary>
    public Attempt? Last { get; private set; }

    /// <summary>True where this server sends mails.</summary>
    public bool IsOn => options.Mail is not null;

    /// <summary>Tells somebody what waits, in kinds and counts: a mail travels and lies where nobody watches over it.</summary>
    public async Task<MailOutcome> Tell(
        string name,
        string email,
        IReadOnlyList<(NoticeKind Kind, long Count)> waiting,
        CancellationToken cancel
    )
    {
        MailServer server = options.Mail ?? throw new InvalidOperationException("This server sends no mails.");
        try
        {
            using MimeMessage mail = new();
            mail.From.Add(MailboxAddress.Parse(server.From));
            mail.To.Add(new MailboxAddress(name, email));
            mail.Subject = "Something waits for you in Overread";
            mail.Date = time.GetUtcNow();
            // Programs that answer mails by themselves leave such ones alone (RFC 3834).
            mail.Headers.Add("Auto-Submitted", "auto-generated");
            mail.Body = new TextPart("plain") { Text = NoticeWords.Mail(name, waiting, options.PublicAddress) };
            using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            late.CancelAfter(Longest);
            // Lists of revoked certificates would be fetched from wherever a certificate says.
            using SmtpClient client = new() { CheckCertificateRevocation = false };
            await client.ConnectAsync(
                server.Host,
                server.Port,
                server.IsTls ? SecureSocketOptions.SslOnConnect
                    : server.IsHere || options.AllowPlain ? SecureSocketOptions.StartTlsWhenAvailable
                    : SecureSocketOptions.StartTls,
                late.Token
            );
            if (server.User is { } user)
            {
                await client.AuthenticateAsync(user, server.Password ?? "", late.Token);
            }

            await client.SendAsync(mail, late.Token);
            await client.DisconnectAsync(true, late.Token);
            Last = new(time.GetUtcNow(), null);
            return MailOutcome.Taken;
        }
        catch (Exception e)
            when (!cancel.IsCancellationRequested
                && e
                    is MailKit.ProtocolException
                        or MailKit.CommandException
                        or AuthenticationException
                        or SslHandshakeException
                        or IOException
                        or System.Net.Sockets.SocketException
                        or OperationCanceledException
                        or NotSupportedException
                        or ParseException
            )
        {
            Last = new(
                time.GetUtcNow(),
                e is OperationCanceledException ? $"No answer within {Longest.TotalSeconds:0} s." : Said(e)
            );
            return e is SmtpCommandException { ErrorCode: SmtpErrorCode.RecipientNotAccepted } or ParseException
                ? MailOutcome.Refused
                : MailOutcome.Failed;
        }
    }

    // What a mail server says may repeat an address.
    private static string Said(Exception e) =>
        e switch
        {
            SmtpCommandException c => $"The mail server refused: {(int)c.StatusCode} {c.ErrorCode}.",
            AuthenticationException => "The mail server did not accept user and password.",
            SslHandshakeException =>
                "TLS with the mail server failed: its certificate is not trusted, or it speaks none.",
            NotSupportedException => "The mail server offers no STARTTLS.",
            ParseException => "An address of an account is no mail address.",
            _ => $"The mail server could not be reached ({e.GetType().Name}).",
        };
}
