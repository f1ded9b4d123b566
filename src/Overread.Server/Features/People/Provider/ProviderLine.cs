using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Overread.Server.Composition;

namespace Overread.Server.Features.People.Provider;

/// <summary>The line to the provider: whether it answers, what it is called, and where one signs out there.</summary>
internal sealed class ProviderLine(ServeOptions options, IOptionsMonitor<OpenIdConnectOptions> oidc, TimeProvider time)
    : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private const int MostHints = 10_000;
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly ConcurrentDictionary<string, string> _hints = new(StringComparer.Ordinal);
    private DateTimeOffset _asked;
    private string? _fault;

    /// <summary>The provider, or null for none.</summary>
    public SignInProvider? Provider => options.Provider;

    /// <summary>Why nobody can sign in by the provider now; null where its description is answered. Asked anew after some seconds.</summary>
    public async Task<string?> Fault(CancellationToken cancel)
    {
        if (Provider is not { } provider)
        {
            return "No provider is set up.";
        }

        await _one.WaitAsync(cancel);
        try
        {
            if (_asked == default || time.GetUtcNow() - _asked >= Fresh)
            {
                _fault = await Ask(provider);
                _asked = time.GetUtcNow();
            }

            return _fault;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The provider's own name in its tokens.</summary>
    /// <returns>Null where it does not answer.</returns>
    public async Task<string?> Issuer(CancellationToken cancel) => (await Description(cancel))?.Issuer;

    /// <summary>Keeps what a session is called at the provider, for signing out there.</summary>
    public void Keep(string session, string? hint)
    {
        if (hint is not null)
        {
            if (_hints.Count >= MostHints)
            {
                _hints.Clear();
            }

            _hints[session] = hint;
        }
    }

    /// <summary>Where a browser goes to sign out at the provider too; null where the session is none of the provider's or it has no such place.</summary>
    /// <param name="session">The session that ended.</param>
    /// <param name="back">Where the provider sends the browser afterwards.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task<string?> SignOut(string session, string back, CancellationToken cancel)
    {
        if (
            !_hints.TryRemove(session, out string? hint)
            || (await Description(cancel))?.EndSessionEndpoint is not { Length: > 0 } place
        )
        {
            return null;
        }

        return new OpenIdConnectMessage
        {
            IssuerAddress = place,
            ClientId = Provider!.ClientId,
            IdTokenHint = hint,
            PostLogoutRedirectUri = back,
        }.CreateLogoutRequestUrl();
    }

    public void Dispose() => _one.Dispose();

    private async Task<OpenIdConnectConfiguration?> Description(CancellationToken cancel)
    {
        try
        {
            return Provider is null
                ? null
                : await oidc.Get(ProviderHandler.Scheme).ConfigurationManager!.GetConfigurationAsync(cancel);
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException)
        {
            return null;
        }
    }

    private async Task<string?> Ask(SignInProvider provider)
    {
        OpenIdConnectOptions handler = oidc.Get(ProviderHandler.Scheme);
        using CancellationTokenSource patience = new(provider.Patience);
        try
        {
            using HttpResponseMessage answer = await handler.Backchannel.GetAsync(
                new Uri(handler.MetadataAddress!),
                patience.Token
            );
            if (!answer.IsSuccessStatusCode)
            {
                return $"It answers with an error ({(int)answer.StatusCode}).";
            }

            OpenIdConnectConfiguration said = OpenIdConnectConfiguration.Create(
                await answer.Content.ReadAsStringAsync(patience.Token)
            );
            return said.AuthorizationEndpoint is { Length: > 0 } && said.TokenEndpoint is { Length: > 0 }
                ? null
                : "Its description of itself is incomplete.";
        }
        catch (HttpRequestException)
        {
            return "It cannot be reached.";
        }
        catch (OperationCanceledException)
        {
            return "It does not answer in time.";
        }
        catch (Exception e) when (e is ArgumentException or System.Text.Json.JsonException)
        {
            return "Its description of itself is not understood.";
        }
    }
}
