namespace Overread.Dicom.PixelText;

/// <summary>What a batch does about text in pixels.</summary>
public enum PixelStep
{
    /// <summary>Nothing: reviews say where a person should look.</summary>
    None,

    /// <summary>Looks where risk says so; objects in which something is found wait for a person and are not written.</summary>
    Propose,

    /// <summary>Blanks what a person approved; what nobody has approved is blanked as found, without any claim.</summary>
    Blank,
}
