namespace Overread.Ledger.Timestamps;

/// <summary>What a time stamp that holds says.</summary>
/// <param name="Time">The bytes existed at this time, if the authority is honest. UTC.</param>
/// <param name="Authority">The subject of the certificate that signed.</param>
/// <param name="Policy">The authority's policy, an object identifier.</param>
/// <param name="Root">SHA-256 of the root certificate that the chain ends in, lower-case hex.</param>
public sealed record TimestampStatement(DateTimeOffset Time, string Authority, string Policy, string Root);
