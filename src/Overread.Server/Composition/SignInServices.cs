using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Overread.Server.Access;
using Overread.Server.Features.People;
using Overread.Server.Features.People.Contracts;
using Overread.Server.Features.People.Passkeys;
using Overread.Server.Features.People.Provider;
using Overread.Server.Features.Signing;
using Overread.Server.Features.Signing.Contracts;

namespace Overread.Server.Composition;

/// <summary>Accounts, sessions, passkeys, tokens, the organisation's provider: who may come in, and how it is proved.</summary>
internal static class SignInServices
{
    /// <summary>Adds what knows accounts and lets people in.</summary>
    public static void Add(IServiceCollection services, ServeOptions options)
    {
        string keys = Path.Combine(new DataFolder(options.Data).Keys, "session");
        services
            .AddDataProtection()
            .SetApplicationName("overread")
            .PersistKeysToFileSystem(Directory.CreateDirectory(keys));
        services
            .AddIdentityCore<Account>(i =>
            {
                i.Password.RequiredLength = 12;
                i.Password.RequireDigit = false;
                i.Password.RequireLowercase = false;
                i.Password.RequireUppercase = false;
                i.Password.RequireNonAlphanumeric = false;
                i.Password.RequiredUniqueChars = 5;
                i.User.RequireUniqueEmail = false;
            })
            .AddUserStore<AccountStore>()
            .AddPasswordValidator<PasswordWords>()
            .AddPasswordValidator<LeakedPasswords>();
        PasswordHashes hashes = new(options.PasswordRounds);
        services.AddSingleton(hashes);
        services.AddSingleton<IPasswordHasher<Account>>(hashes);
        AddSessions(services, options);
        AddDoors(services, options);
    }

    private static void AddSessions(IServiceCollection services, ServeOptions options)
    {
        AuthenticationBuilder authentication = services
            .AddAuthentication("either")
            .AddPolicyScheme(
                "either",
                null,
                p =>
                    p.ForwardDefaultSelector = http =>
                        http.Request.Headers.Authorization.Count > 0
                            ? TokenHandler.Scheme_
                            : CookieAuthenticationDefaults.AuthenticationScheme
            )
            .AddScheme<AuthenticationSchemeOptions, TokenHandler>(TokenHandler.Scheme_, null)
            .AddCookie(c =>
            {
                c.Cookie.Name = "overread";
                c.CookieManager = new HostCookies();
                c.Cookie.HttpOnly = true;
                c.Cookie.SameSite = SameSiteMode.Strict;
                c.ExpireTimeSpan = options.SessionLength;
                c.SlidingExpiration = true;
                c.Events.OnValidatePrincipal = context =>
                {
                    if (!SessionIssue.IsYoung(context.Properties, options.Time.GetUtcNow(), options.SessionLongest))
                    {
                        context.RejectPrincipal();
                    }

                    return Task.CompletedTask;
                };
                c.Events.OnRedirectToLogin = _ => Task.CompletedTask;
                c.Events.OnRedirectToAccessDenied = _ => Task.CompletedTask;
            });
        ProviderHandler.Add(authentication, options);
        services
            .AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .PostConfigure(c => c.TicketDataFormat = new RememberedTickets(c.TicketDataFormat));
    }

    private static void AddDoors(IServiceCollection services, ServeOptions options)
    {
        services.AddSingleton(_ => new RequestPace(options.RequestsPerSecond));
        services.AddSingleton<Accounts>();
        services.AddSingleton<RestoredSignIns>();
        services.AddSingleton<DemoSignIns>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<PasskeyBook>();
        services.AddSingleton<PasskeyChallenges>();
        services.AddScoped<PasskeyDesk>();
        services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services.Configure<IdentityPasskeyOptions>(p =>
        {
            // Both factors at once: the device, and the finger or the PIN that opens it.
            p.UserVerificationRequirement = "required";
            p.ResidentKeyRequirement = "required";
            p.ValidateOrigin = c => ValueTask.FromResult(PasskeyDesk.IsOwnOrigin(c));
            p.AuthenticatorTimeout = TimeSpan.FromMinutes(5);
        });
        services.AddSingleton<ProviderLogins>();
        services.AddSingleton<ProviderLine>();
        services.AddScoped<ProviderEntry>();
        services.AddSingleton<SessionDesk>();
        services.AddSingleton<TokenUses>();
        services.AddScoped<SecondFactor>();
        services.AddSingleton<SignInGate>();
        services.AddSingleton<KnownDevice>();
        services.AddSingleton<FailedSignIns>();
        services.AddHostedService(s => s.GetRequiredService<FailedSignIns>());
        services.AddScoped<SignInDoor>();
        services.AddScoped<People>();
        services.AddScoped<Reauthentication>();
        services.AddSingleton<SigningBook>();
        services.AddScoped<SigningDesk>();
    }
}
