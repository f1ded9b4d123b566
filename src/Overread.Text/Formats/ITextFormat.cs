using Overread.Text.Documents;

namespace Overread.Text.Formats;

/// <summary>A file format of annotated text.</summary>
public interface ITextFormat
{
    /// <summary>As it is named on the command line.</summary>
    string Name { get; }

    /// <summary>What it is, in a few words.</summary>
    string Title { get; }

    /// <summary>How it lays documents into files.</summary>
    FormatShape Shape { get; }

    /// <summary>The extension of its main file, with the dot.</summary>
    string Extension { get; }

    /// <summary>What it cannot hold.</summary>
    FormatLimits Limits { get; }

    /// <summary>Whether a file is one of its main files, seen from its content.</summary>
    bool Recognises(TextSource source);

    /// <summary>Whether a file only goes with a main file, such as a text beside its annotations.</summary>
    bool GoesWith(TextSource source) => false;

    /// <summary>Reads a main file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="findings">Takes what is noticed.</param>
    /// <param name="choices">What the caller decided.</param>
    /// <exception cref="FormatException">The file as a whole is none of the format.</exception>
    IEnumerable<AnnotatedDocument> Read(TextSource source, Findings findings, ReadingChoices choices);

    /// <summary>Writes documents; they are asked for one at a time.</summary>
    /// <param name="documents">Without <see cref="AnnotatedDocument.Faults"/>.</param>
    /// <param name="sink">Takes the files.</param>
    /// <param name="choices">What the caller decided.</param>
    void Write(IEnumerable<AnnotatedDocument> documents, ITextSink sink, WritingChoices choices);
}
