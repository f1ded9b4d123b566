using Overread.Dicom.Geometry;

namespace Overread.Dicom.Derived;

/// <summary>An image, or a frame of one, on which marks stand.</summary>
/// <param name="Header">The image's data set; pixel data are not read.</param>
/// <param name="Frame">Number of the frame from 1; 0 for an object of one image.</param>
/// <param name="Plane">Where it lies in the patient; null where it does not say.</param>
public sealed record SourceImage(Dataset Header, int Frame, SlicePlane? Plane)
{
    /// <summary>SOP class.</summary>
    public string SopClassUid => Header.GetText(Tags.SopClassUid) ?? "";

    /// <summary>SOP instance.</summary>
    public string SopInstanceUid => Header.GetText(Tags.SopInstanceUid) ?? "";

    /// <summary>The item that refers to it (PS3.3 table 10-3, image SOP instance reference macro).</summary>
    public Dataset ToReference()
    {
        Dataset item = new();
        item.Set(Tags.ReferencedSopClassUid, Vr.UI, SopClassUid);
        item.Set(Tags.ReferencedSopInstanceUid, Vr.UI, SopInstanceUid);
        if (Frame > 0)
        {
            item.Set(
                Tags.ReferencedFrameNumber,
                Vr.IS,
                Frame.ToString(System.Globalization.CultureInfo.InvariantCulture)
            );
        }

        return item;
    }
}
