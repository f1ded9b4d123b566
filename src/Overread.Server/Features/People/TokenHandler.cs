using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Overread.Storage;

namespace Overread.Server.Features.People;

/// <summary>Signs a program in by <c>Authorization: Bearer ort_…</c>. Only the token's SHA-256 is stored.</summary>
internal sealed class TokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    IDatabase database,
    TokenUses uses,
    TimeProvider time
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Scheme_ = "token";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ort_", StringComparison.Ordinal))
        {
            return AuthenticateResult.NoResult();
        }

        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(header["Bearer ".Length..].Trim()));
        if (Find(hash) is not { } found || string.CompareOrdinal(found.Expires, Timestamps.Text(time.GetUtcNow())) <= 0)
        {
            return AuthenticateResult.Fail("unknown or expired token");
        }

        await uses.Note(found.Id, found.Used, SignInGate.AddressOf(Context.Connection.RemoteIpAddress));
        List<Claim> claims = [new(ClaimTypes.NameIdentifier, found.Person), new("token", found.Id)];
        claims.AddRange(found.Scopes.Split(' ').Select(s => new Claim("scope", s)));
        ClaimsPrincipal principal = new(new ClaimsIdentity(claims, Scheme_));
        return AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme_));
    }

    private (string Id, string Person, string Scopes, string Expires, string? Used)? Find(byte[] hash)
    {
        using ReadLease read = database.Read();
        return read.Connection.One<(string, string, string, string, string?)?>(
            "SELECT id, person, scopes, expires, last_used FROM token WHERE hash = @0",
            r => (r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.Text(4)),
            hash
        );
    }
}
