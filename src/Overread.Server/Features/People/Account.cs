namespace Overread.Server.Features.People;

/// <summary>A person's account. Never logged: it has no text form.</summary>
internal sealed class Account
{
    public required string Id { get; init; }
    public required string Name { get; set; }
    public required string Email { get; set; }
    public string? PasswordHash { get; set; }
    public string? TotpKey { get; set; }
    public bool Totp { get; set; }
    public bool Administrator { get; set; }
    public bool Disabled { get; set; }
    public string Stamp { get; set; } = "";
    public int Failed { get; set; }
    public string? LockedUntil { get; set; }
    public required string Created { get; init; }

    /// <summary>To be changed and saved: what everybody else sees stays as it is until that is durable.</summary>
    public Account Copy() => (Account)MemberwiseClone();

    public override string ToString() => "account " + Id;
}
