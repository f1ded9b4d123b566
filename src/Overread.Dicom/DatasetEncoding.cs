namespace Overread.Dicom;

/// <summary>How the elements of a data set are written (PS3.5 section 7.1).</summary>
public enum DatasetEncoding
{
    /// <summary>No value representations in the stream, little endian.</summary>
    ImplicitLittle,

    /// <summary>Value representations in the stream, little endian.</summary>
    ExplicitLittle,

    /// <summary>Value representations in the stream, big endian (retired).</summary>
    ExplicitBig,

    /// <summary>Explicit little endian, deflated as a whole (RFC 1951).</summary>
    DeflatedExplicitLittle,
}
