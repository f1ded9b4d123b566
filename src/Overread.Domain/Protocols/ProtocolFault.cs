namespace Overread.Domain.Protocols;

/// <summary>Something that keeps a protocol from being published.</summary>
/// <param name="Where">JSON pointer into the body, such as <c>/fields/3/options/0/key</c>.</param>
/// <param name="Message">What is wrong, as a sentence.</param>
public sealed record ProtocolFault(string Where, string Message);
