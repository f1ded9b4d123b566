namespace Overread.Ledger.Witnesses;

/// <summary>A cosignature under a checkpoint.</summary>
/// <param name="Witness">The name of the witness, as it stands on the line.</param>
/// <param name="KeyId">The four bytes that tell keys of one name apart, lower-case hex.</param>
/// <param name="Time">When the witness made it, by its own clock, in whole seconds; null where nobody gave its key.</param>
/// <param name="Verified">True where it holds under a key that was given; a line of a key that was not is only named.</param>
public sealed record Cosignature(string Witness, string KeyId, DateTimeOffset? Time, bool Verified);
