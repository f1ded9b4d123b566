using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Overread.Server.Composition;

namespace Overread.Server.Features.People.Provider;

/// <summary>
/// Sets up ASP.NET Core's OpenID Connect: authorization code with PKCE, state, nonce and redirect checked by it; what comes of a
/// sign-in is for <see cref="ProviderEntry"/>.
/// </summary>
internal static class ProviderHandler
{
    public const string Scheme = "provider";

    /// <summary>Adds it where a provider is set up.</summary>
    public static void Add(AuthenticationBuilder authentication, ServeOptions options)
    {
        if (options.Provider is not { } provider)
        {
            return;
        }

        authentication.AddOpenIdConnect(
            Scheme,
            o =>
            {
                o.Authority = provider.Authority;
                o.ClientId = provider.ClientId;
                o.ClientSecret = provider.Secret();
                o.RequireHttpsMetadata = new Uri(provider.Authority).Scheme == "https";
                o.CallbackPath = SignInProvider.Callback;
                o.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
                o.ResponseType = OpenIdConnectResponseType.Code;
                // By address: a form posted from elsewhere would bring no cookie that is not sent to everybody.
                o.ResponseMode = OpenIdConnectResponseMode.Query;
                o.UsePkce = true;
                o.SaveTokens = false;
                o.MapInboundClaims = false;
                o.GetClaimsFromUserInfoEndpoint = true;
                o.ClaimActions.MapJsonKey(provider.GroupClaim, provider.GroupClaim);
                o.ClaimActions.MapJsonKey("preferred_username", "preferred_username");
                o.Scope.Clear();
                foreach (string scope in provider.Scopes.Prepend("openid").Distinct())
                {
                    o.Scope.Add(scope);
                }

                // Sessions end here when they are ended here; the provider is no way to end another's.
                o.RemoteSignOutPath = default;
                o.SignedOutCallbackPath = "/sign-in/signed-out";
                o.BackchannelTimeout = provider.Patience;
                o.TimeProvider = options.Time;
                Small(o.CorrelationCookie);
                Small(o.NonceCookie);
                o.ProtocolValidator.RequireNonce = true;
                o.Events.OnTokenValidated = c =>
                {
                    // The handler holds tokens against the provider's description, and the description against nothing.
                    string named = provider.Issuer ?? provider.Authority;
                    if (c.SecurityToken.Issuer.TrimEnd('/') != named.TrimEnd('/'))
                    {
                        c.Fail("The provider signs under another name than it was given.");
                        return Task.CompletedTask;
                    }

                    // Claims of the protocol itself are dropped after this.
                    c.Properties!.Items["issuer"] = c.SecurityToken.Issuer;
                    c.Properties.Items["strength"] = c.Principal!.FindFirst("acr")?.Value;
                    c.Properties.Items["auth-time"] = c.Principal!.FindFirst("auth_time")?.Value;
                    c.HttpContext.Items[typeof(ProviderEntry)] = c.TokenEndpointResponse?.IdToken;
                    return Task.CompletedTask;
                };
                o.Events.OnRedirectToIdentityProvider = c =>
                {
                    if (provider.Strengths.Count > 0)
                    {
                        c.ProtocolMessage.AcrValues = string.Join(' ', provider.Strengths);
                    }

                    if (c.Properties.Items.TryGetValue("for", out string? why) && why == "confirm")
                    {
                        c.ProtocolMessage.Prompt = "login";
                        c.ProtocolMessage.MaxAge = "0";
                    }

                    return Task.CompletedTask;
                };
                o.Events.OnTicketReceived = async c =>
                {
                    await c
                        .HttpContext.RequestServices.GetRequiredService<ProviderEntry>()
                        .Enter(c.HttpContext, c.Principal!, c.Properties!);
                    c.HandleResponse();
                };
                o.Events.OnAccessDenied = async c =>
                {
                    await c
                        .HttpContext.RequestServices.GetRequiredService<ProviderEntry>()
                        .Fail(c.HttpContext, "provider.declined");
                    c.HandleResponse();
                };
                o.Events.OnRemoteFailure = async c =>
                {
                    await c
                        .HttpContext.RequestServices.GetRequiredService<ProviderEntry>()
                        .Fail(c.HttpContext, c.Failure);
                    c.HandleResponse();
                };
            }
        );
    }

    // Sent along when the provider sends the browser back, and by TLS where the page came by it.
    private static void Small(CookieBuilder cookie)
    {
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.HttpOnly = true;
    }
}
