namespace Overread.Domain.Projects;

/// <summary>A qualification that a person has for the work of a project, such as a test that was passed.</summary>
/// <param name="Kind">Such as <c>nodule-test</c>; the project's rule names the kind that it wants.</param>
/// <param name="From">The first day on which it holds.</param>
/// <param name="Until">The last day on which it holds; null where it has no end.</param>
/// <param name="ProtocolVersion">The one protocol version that it is for, from 1; null for every version.</param>
public sealed record PassedQualification(
    string Kind,
    DateOnly From,
    DateOnly? Until = null,
    int? ProtocolVersion = null
)
{
    /// <summary>True on a day on which it holds.</summary>
    public bool HoldsOn(DateOnly day) => day >= From && (Until is not { } last || day <= last);

    /// <summary>True where it is for a protocol version.</summary>
    public bool IsFor(int version) => ProtocolVersion is not { } one || one == version;
}
