namespace Overread.Text.Formats;

/// <summary>Where a format writes its files.</summary>
public interface ITextSink
{
    /// <summary>Opens a file; whoever opened it disposes of it.</summary>
    /// <param name="name">The name that the format would give it, without a folder.</param>
    TextWriter Open(string name);
}
