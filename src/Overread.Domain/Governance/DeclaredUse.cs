namespace Overread.Domain.Governance;

/// <summary>One use that the data of a project were declared for (GDPR 5(1)(b)).</summary>
/// <param name="Name">What for, in a few words; whoever takes a release names it by these.</param>
/// <param name="Basis">The ground on which the data may be used so (GDPR 6).</param>
/// <param name="Condition">The condition that lifts the ban on special categories (GDPR 9(2)); null where none are held.</param>
public sealed record DeclaredUse(string Name, string Basis, string? Condition = null)
{
    /// <summary>True where somebody who says this means this use; capitals and blanks at the ends do not matter.</summary>
    /// <param name="purpose">What they say.</param>
    public bool IsMeantBy(string purpose) => Same(Name, purpose);

    /// <summary>True where two names are of one use.</summary>
    internal static bool Same(string one, string other) =>
        string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);
}
