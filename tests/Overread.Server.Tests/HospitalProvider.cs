using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Overread.Server.Tests;

/// <summary>
/// A hospital's OpenID Connect provider: OpenIddict on a free loopback port. Whoever comes is the person that the test named, without
/// a page that asks.
/// </summary>
internal sealed class HospitalProvider : IAsyncDisposable
{
    public const string Client = "overread";
    public const string Secret = "the-client-secret-of-the-test";

    private WebApplication _app;

    private HospitalProvider(WebApplication app, string url) => (_app, Url) = (app, url);

    public string Url { get; }

    /// <summary>Who is signed in at the provider.</summary>
    public string Subject { get; set; } = "s-1";
    public string? Email { get; set; } = "ann@hospital.example";
    public string Name { get; set; } = "Ann Example";
    public List<string> Groups { get; set; } = [];

    /// <summary>What came to the address for signing out.</summary>
    public List<string> SignedOut { get; } = [];

    /// <summary>When the person last proved it at the provider; null for just now.</summary>
    public DateTimeOffset? Proved { get; set; }

    /// <summary>How surely it says that it knows who it is; null where it does not say.</summary>
    public string? Strength { get; set; }

    /// <summary>The strengths that were asked for last.</summary>
    public string? Asked { get; private set; }

    /// <summary>For whom its ID tokens are; null for whoever asked.</summary>
    public string? Audience { get; set; }

    /// <summary>True where the person says no.</summary>
    public bool Declines { get; set; }

    public static async Task<HospitalProvider> Start(string overread)
    {
        string url = $"http://127.0.0.1:{TestServer.FreePort()}";
        HospitalProvider provider = new(null!, url);
        provider._app = await Build(provider, url, overread);
        return provider;
    }

    public Task Stop() => _app.StopAsync();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static async Task<WebApplication> Build(HospitalProvider provider, string url, string overread)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(url);
        builder.Logging.ClearProviders();
        string name = Guid.NewGuid().ToString();
        builder.Services.AddDbContext<DbContext>(o =>
        {
            o.UseInMemoryDatabase(name);
            o.UseOpenIddict();
        });
        builder
            .Services.AddOpenIddict()
            .AddCore(o => o.UseEntityFrameworkCore().UseDbContext<DbContext>())
            .AddServer(o =>
            {
                o.SetIssuer(new Uri(url));
                o.SetAuthorizationEndpointUris("connect/authorize")
                    .SetTokenEndpointUris("connect/token")
                    .SetUserInfoEndpointUris("connect/userinfo")
                    .SetEndSessionEndpointUris("connect/logout");
                o.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
                o.RegisterScopes(Scopes.Email, Scopes.Profile, "groups");
                o.AddSigningKey(new RsaSecurityKey(System.Security.Cryptography.RSA.Create(2048)));
                o.AddEncryptionKey(new SymmetricSecurityKey(new byte[32]));
                o.DisableAccessTokenEncryption();
                o.AddEventHandler<OpenIddictServerEvents.GenerateTokenContext>(h =>
                    h.UseInlineHandler(c =>
                        {
                            if (provider.Audience is { } other && c.TokenType == TokenTypeIdentifiers.IdentityToken)
                            {
                                c.SecurityTokenDescriptor.Audiences.Clear();
                                c.SecurityTokenDescriptor.Audiences.Add(other);
                            }

                            return default;
                        })
                        .SetOrder(OpenIddictServerHandlers.Protection.GenerateIdentityModelToken.Descriptor.Order - 1)
                );
                o.UseAspNetCore()
                    .EnableAuthorizationEndpointPassthrough()
                    .EnableUserInfoEndpointPassthrough()
                    .EnableEndSessionEndpointPassthrough()
                    .DisableTransportSecurityRequirement();
            });
        WebApplication app = builder.Build();
        app.UseAuthentication();
        app.Map("/connect/authorize", (Delegate)provider.Authorize);
        app.Map("/connect/userinfo", (Delegate)provider.UserInfo);
        app.Map("/connect/logout", (Delegate)provider.Leave);
        await using (AsyncServiceScope scope = app.Services.CreateAsyncScope())
        {
            await scope
                .ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>()
                .CreateAsync(
                    new OpenIddictApplicationDescriptor
                    {
                        ClientId = Client,
                        ClientSecret = Secret,
                        RedirectUris = { new Uri(overread + "/sign-in/callback") },
                        PostLogoutRedirectUris = { new Uri(overread + "/") },
                        Permissions =
                        {
                            Permissions.Endpoints.Authorization,
                            Permissions.Endpoints.Token,
                            Permissions.Endpoints.EndSession,
                            Permissions.GrantTypes.AuthorizationCode,
                            Permissions.ResponseTypes.Code,
                            Permissions.Scopes.Email,
                            Permissions.Scopes.Profile,
                            Permissions.Prefixes.Scope + "groups",
                        },
                    }
                );
        }

        await app.StartAsync();
        return app;
    }

    private IResult Authorize(HttpContext http)
    {
        if (Declines)
        {
            return Results.Forbid(authenticationSchemes: [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
        }

        OpenIddictRequest request = http.GetOpenIddictServerRequest()!;
        ClaimsIdentity identity = new("test", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, Subject).SetClaim(Claims.Name, Name);
        identity.SetClaim(Claims.AuthenticationTime, (Proved ?? DateTimeOffset.UtcNow).ToUnixTimeSeconds());
        Asked = request.AcrValues;
        identity.SetClaim(Claims.AuthenticationContextReference, Strength);
        identity.SetScopes(request.GetScopes());
        identity.SetDestinations(c =>
            c.Type is Claims.Subject or Claims.AuthenticationTime
                ? [Destinations.IdentityToken, Destinations.AccessToken]
                : [Destinations.IdentityToken]
        );
        return Results.SignIn(
            new ClaimsPrincipal(identity),
            authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme
        );
    }

    // Groups come from here alone, as with providers whose tokens would be too long.
    private async Task<IResult> UserInfo(HttpContext http)
    {
        AuthenticateResult who = await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        Dictionary<string, object> said = new()
        {
            ["sub"] = who.Principal!.GetClaim(Claims.Subject)!,
            ["groups"] = Groups,
        };
        if (Email is not null)
        {
            said["email"] = Email;
        }

        return Results.Json(said);
    }

    private IResult Leave(HttpContext http)
    {
        SignedOut.Add(http.Request.QueryString.Value!);
        return Results.SignOut(authenticationSchemes: [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }
}
