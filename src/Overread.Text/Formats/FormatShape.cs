namespace Overread.Text.Formats;

/// <summary>How a format lays documents into files.</summary>
public enum FormatShape
{
    /// <summary>One file for all documents.</summary>
    OneFile,

    /// <summary>A file, or a few of the same name, for each document.</summary>
    FilePerDocument,

    /// <summary>A set of tables for all documents.</summary>
    Tables,
}
