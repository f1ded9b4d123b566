namespace Overread.Domain.Modalities.Imaging;

/// <summary>What blanking did to one image.</summary>
/// <param name="File">The file's id.</param>
/// <param name="Frames">Frames in which something was blanked.</param>
/// <param name="From">Transfer syntax or media type before.</param>
/// <param name="To">Transfer syntax or media type after; uncompressed where the source's codec cannot be written here.</param>
/// <param name="LossyBefore">True where the pixels had been through lossy compression; nothing is compressed with loss again.</param>
public sealed record BlankedFile(string File, int Frames, string From, string To, bool LossyBefore);
