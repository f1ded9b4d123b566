using Microsoft.AspNetCore.Authentication;

namespace Overread.Server.Access;

/// <summary>
/// Reads session cookies, remembering the last ones: a reader's window sends the same cookie with every save, and
/// decrypting it would cost more than the save. A cookie that is not remembered letter for letter is decrypted as ever;
/// expiry and the account's stamp are checked on every request by those who ask for the ticket.
/// </summary>
/// <param name="inner">What protects and unprotects.</param>
internal sealed class RememberedTickets(ISecureDataFormat<AuthenticationTicket> inner)
    : ISecureDataFormat<AuthenticationTicket>
{
    private readonly Remembered<AuthenticationTicket> _known = new(4096);

    public string Protect(AuthenticationTicket data) => inner.Protect(data);

    public string Protect(AuthenticationTicket data, string? purpose) => inner.Protect(data, purpose);

    public AuthenticationTicket? Unprotect(string? protectedText) => Unprotect(protectedText, null);

    public AuthenticationTicket? Unprotect(string? protectedText, string? purpose)
    {
        if (protectedText is null)
        {
            return null;
        }

        // The purpose is bound to the connection (token binding) where there is one: part of what is remembered.
        string key = purpose is null ? protectedText : purpose + "\n" + protectedText;
        if (_known.TryFind(key, out AuthenticationTicket? known))
        {
            return known.Clone();
        }

        AuthenticationTicket? ticket = inner.Unprotect(protectedText, purpose);
        if (ticket is not null)
        {
            _known.Keep(key, ticket.Clone());
        }

        return ticket;
    }
}
