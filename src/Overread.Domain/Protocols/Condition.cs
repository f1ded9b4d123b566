namespace Overread.Domain.Protocols;

/// <summary>A field is asked only while another field's answer is one of some.</summary>
/// <param name="Field">The other field, which stands before.</param>
/// <param name="Is">Option ids, classes of marks, or answer states in camelCase.</param>
public sealed record Condition(string Field, IReadOnlyList<string> Is);
