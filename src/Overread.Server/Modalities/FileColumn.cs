using Overread.Domain.Marks;

namespace Overread.Server.Modalities;

/// <summary>A column that a modality adds to a bundle's table of files.</summary>
/// <param name="Name">As it stands in the header.</param>
/// <param name="Identifies">True for what tells one content from another: such columns stand behind the file's hash.</param>
/// <param name="Value">The value; null leaves the cell blank.</param>
internal sealed record FileColumn(string Name, bool Identifies, Func<FileContent, object?> Value);
