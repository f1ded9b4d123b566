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

    /// <summary>One-time codes that were used, with the times; null for none.</summary>
    public string? UsedCodes { get; set; }

    /// <summary>Hashes of the recovery codes that are left; null where none were made.</summary>
    public string? Recovery { get; set; }

    /// <summary>True where somebody else chose the password and told it: it opens nothing but the way to a password of one's own.</summary>
    public bool PasswordTold { get; set; }
    public required string Created { get; init; }

    /// <summary>Becomes what another one says of the same person.</summary>
    public void Take(Account other)
    {
        Name = other.Name;
        Email = other.Email;
        PasswordHash = other.PasswordHash;
        TotpKey = other.TotpKey;
        Totp = other.Totp;
        Administrator = other.Administrator;
        Disabled = other.Disabled;
        Stamp = other.Stamp;
        Failed = other.Failed;
        LockedUntil = other.LockedUntil;
        UsedCodes = other.UsedCodes;
        Recovery = other.Recovery;
        PasswordTold = other.PasswordTold;
    }

    public override string ToString() => "account " + Id;
}
