namespace Overread.Server.Composition.Operations;

/// <summary>What a part of the data folder takes.</summary>
/// <param name="Part">database, blobs, quarantine, gate, releases, vault, keys or other.</param>
/// <param name="Files">Files in it.</param>
/// <param name="Bytes">Their bytes.</param>
internal sealed record FolderUse(string Part, long Files, long Bytes);
