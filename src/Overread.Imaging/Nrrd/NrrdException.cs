namespace Overread.Imaging.Nrrd;

/// <summary>A file is not NRRD, or says what cannot be. The message names the line or field.</summary>
public sealed class NrrdException : Exception
{
    /// <summary>Creates the error with its message.</summary>
    public NrrdException(string message)
        : base(message) { }
}
