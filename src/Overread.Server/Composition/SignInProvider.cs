using System.Text.Json;
using System.Text.Json.Serialization;
using Overread.Domain.Projects;

namespace Overread.Server.Composition;

/// <summary>An OpenID Connect provider by which people may sign in, such as a hospital's.</summary>
/// <param name="Authority">Its address; <c>/.well-known/openid-configuration</c> below it describes it. HTTPS, or HTTP on this machine.</param>
/// <param name="ClientId">What the provider calls this server.</param>
public sealed record SignInProvider(string Authority, string ClientId)
{
    /// <summary>The path to which the provider sends people back; registered there with the server's own name before it.</summary>
    public const string Callback = "/sign-in/callback";

    /// <summary>How it names itself in what it signs; null for its address, as the protocol demands (some call themselves otherwise).</summary>
    public string? Issuer { get; init; }

    /// <summary>What the sign-in page calls it.</summary>
    public string Name { get; init; } = "your organisation";

    /// <summary>A file with the client's secret; null for a client that has none (PKCE alone).</summary>
    public string? SecretFile { get; init; }

    /// <summary>What is asked for besides <c>openid</c>.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = ["profile", "email"];

    /// <summary>The claim that lists a person's groups.</summary>
    public string GroupClaim { get; init; } = "groups";

    /// <summary>
    /// How surely the provider has to know who it is: values of the claim <c>acr</c>, which are asked for (<c>acr_values</c>); whoever
    /// comes with another, or with none, is refused. Empty: as the provider sees fit.
    /// </summary>
    public IReadOnlyList<string> Strengths { get; init; } = [];

    /// <summary>
    /// What groups give. Empty: roles are kept here alone, and whoever the provider knows may come in who has an account. Else whoever
    /// is in none of them is refused.
    /// </summary>
    public IReadOnlyList<Grant> Groups { get; init; } = [];

    /// <summary>True to make an account for whoever comes first time; false to let in those alone that an account was connected with.</summary>
    public bool NewAccounts { get; init; }

    /// <summary>True to let administrators alone sign in with a password, for when the provider is down.</summary>
    public bool PasswordsForAdministratorsAlone { get; init; }

    /// <summary>How long the provider has to answer.</summary>
    [JsonIgnore]
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What members of a group are here.</summary>
    /// <param name="Group">The group's name, as the claim says it.</param>
    public sealed record Grant(string Group)
    {
        /// <summary>True to make them administrators.</summary>
        public bool Administrator { get; init; }

        /// <summary>A project, by id or exact name; null for none.</summary>
        public string? Project { get; init; }

        /// <summary>Their roles in the project.</summary>
        public IReadOnlyList<Role> Roles { get; init; } = [];
    }

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter<Role>(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>
    /// Reads a provider from a file and what stands beside it, of which the latter wins.
    /// </summary>
    /// <param name="file">A JSON file with the members of this type; null for none.</param>
    /// <param name="authority">In place of the file's.</param>
    /// <param name="client">In place of the file's.</param>
    /// <param name="secretFile">In place of the file's.</param>
    /// <returns>Null where nothing was given.</returns>
    /// <exception cref="FormatException">What was given is not right; the message says what.</exception>
    public static SignInProvider? Read(string? file, string? authority, string? client, string? secretFile)
    {
        if (file is null && authority is null)
        {
            return client is null && secretFile is null
                ? null
                : throw new FormatException(
                    "A provider's client needs the provider's address as well: --oidc-authority."
                );
        }

        SignInProvider read = file is null ? new("", "") : FromFile(file);
        return (
            read with
            {
                Authority = authority ?? read.Authority ?? "",
                ClientId = client ?? read.ClientId ?? "",
                SecretFile = secretFile ?? read.SecretFile,
            }
        ).Checked();
    }

    /// <summary>The client's secret; null where it has none.</summary>
    public string? Secret() => SecretFile is null ? null : File.ReadAllText(SecretFile).Trim();

    private static SignInProvider FromFile(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<SignInProvider>(File.ReadAllText(file), Json)
                ?? throw new FormatException($"{file} describes no provider.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"The provider's file {file} cannot be read: {e.Message}");
        }
        catch (JsonException e)
        {
            throw new FormatException($"The provider's file {file} is not understood at {e.Path ?? "$"}: {e.Message}");
        }
    }

    private SignInProvider Checked()
    {
        if (
            !Uri.TryCreate(Authority, UriKind.Absolute, out Uri? address)
            || !(address.Scheme == "https" || (address.Scheme == "http" && address.IsLoopback))
        )
        {
            throw new FormatException(
                $"'{Authority}' is no provider's address: https:// is needed (http:// on this machine alone)."
            );
        }

        if (string.IsNullOrWhiteSpace(ClientId))
        {
            throw new FormatException("The provider's client id is missing: clientId, or --oidc-client.");
        }

        if (SecretFile is { } secret)
        {
            try
            {
                if (Secret() is "")
                {
                    throw new FormatException($"The file of the client's secret is empty: {secret}");
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new FormatException($"The client's secret cannot be read: {e.Message}");
            }
        }

        if (NewAccounts && Groups.Count == 0)
        {
            throw new FormatException(
                "newAccounts makes an account for everybody the provider knows: say under groups whose."
            );
        }

        if (Strengths.Any(s => string.IsNullOrWhiteSpace(s) || s.Any(char.IsWhiteSpace)))
        {
            throw new FormatException("Each of strengths is one value of the claim acr, without blanks.");
        }

        foreach (Grant grant in Groups)
        {
            if (string.IsNullOrWhiteSpace(grant.Group))
            {
                throw new FormatException("A group has a name.");
            }

            if ((grant.Project is null) != (grant.Roles.Count == 0) || grant.Roles.Contains(Role.Administrator))
            {
                throw new FormatException(
                    $"The group {grant.Group} gives roles (lead, steward, reader, adjudicator, auditor) in a project, or neither."
                );
            }
        }

        return this;
    }
}
