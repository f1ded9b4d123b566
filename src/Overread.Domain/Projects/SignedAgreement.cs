namespace Overread.Domain.Projects;

/// <summary>An agreement that a person signed outside of the platform.</summary>
/// <param name="Kind">Such as confidentiality, data use or training.</param>
/// <param name="Signed">The day.</param>
/// <param name="Version">Which text; null where it is not stated.</param>
public sealed record SignedAgreement(string Kind, DateOnly Signed, string? Version = null);
