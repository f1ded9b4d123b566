namespace Overread.Domain.Signing;

/// <summary>The events about signatures.</summary>
public static class SigningEventTypes
{
    /// <summary>All, in the order in which they came to be.</summary>
    public static IReadOnlyList<Type> All { get; } = [typeof(SigningPolicySet), typeof(ContentSigned)];
}
