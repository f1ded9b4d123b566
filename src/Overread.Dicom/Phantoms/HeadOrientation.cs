namespace Overread.Dicom.Phantoms;

/// <summary>How the slices of a head phantom lie.</summary>
public enum HeadOrientation
{
    /// <summary>Rows to the left, columns to the back, feet to head.</summary>
    Axial,

    /// <summary>As the scanner writes a patient who lies on the belly, feet first: rows to the right, columns to the front.</summary>
    AxialProneFeetFirst,

    /// <summary>Rows to the back, columns to the feet.</summary>
    Sagittal,

    /// <summary>Rows to the left, columns to the feet.</summary>
    Coronal,

    /// <summary>Axial, turned by 25 degrees about the left-right axis and 12 degrees about the long axis.</summary>
    Oblique,
}
