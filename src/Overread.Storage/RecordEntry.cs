namespace Overread.Storage;

/// <summary>An event as the record keeps it, with what is needed to recompute and to prove its leaf.</summary>
/// <param name="Head">Where it stands and what it is about.</param>
/// <param name="Payload">The event as JSON (UTF-8), or null after an erasure.</param>
/// <param name="Secret">The 32 bytes under which the payload is committed to, or null after an erasure.</param>
/// <param name="Entry">The leaf's entry, UTF-8.</param>
/// <param name="Leaf">The leaf's hash, 32 bytes.</param>
public sealed record RecordEntry(RecordHead Head, byte[]? Payload, byte[]? Secret, byte[] Entry, byte[] Leaf);
