namespace Overread.Domain.Governance;

/// <summary>Somebody who processes the data for the controller (GDPR 28).</summary>
/// <param name="Name">A person or an organisation.</param>
/// <param name="Does">What they do with the data.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Contract">The contract of 28(3); nobody is a processor without one.</param>
public sealed record Processor(string Name, string Does, string Country, string Contract);
