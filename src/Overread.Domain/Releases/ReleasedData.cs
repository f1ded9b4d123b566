namespace Overread.Domain.Releases;

/// <summary>The files that were labelled, as a release has them.</summary>
/// <param name="Carried">True where its bundle carries them; false where it lists them, to be fetched.</param>
/// <param name="Files">How many.</param>
/// <param name="Bytes">Their size together.</param>
public sealed record ReleasedData(bool Carried, int Files, long Bytes);
