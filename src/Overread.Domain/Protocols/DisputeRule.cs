namespace Overread.Domain.Protocols;

/// <summary>What happens to disputed fields.</summary>
public enum DisputeRule
{
    /// <summary>An adjudicator decides each.</summary>
    Adjudicator,

    /// <summary>They stay open and are released as disputed.</summary>
    None,
}
