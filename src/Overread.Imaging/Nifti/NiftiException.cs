namespace Overread.Imaging.Nifti;

/// <summary>A file is not NIfTI-1, or not wholly there. The message says what is wrong and at which field.</summary>
public sealed class NiftiException : Exception
{
    /// <summary>Creates the error with its message.</summary>
    public NiftiException(string message)
        : base(message) { }
}
