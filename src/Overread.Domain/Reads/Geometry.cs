using System.Text.Json.Serialization;

namespace Overread.Domain.Reads;

/// <summary>
/// Where a mark lies on an image, in pixels of the stored matrix: (0,0) is the outer corner of the first pixel, x runs
/// right along columns, y down along rows, so the centre of the first pixel is (0.5, 0.5).
/// </summary>
/// <param name="File">The image file of the item.</param>
/// <param name="Frame">Frame number from 0.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(BoxGeometry), "box")]
[JsonDerivedType(typeof(PointGeometry), "point")]
public abstract record Geometry(string File, int Frame)
{
    /// <summary>True when it lies on an image of that size, within one pixel.</summary>
    public abstract bool LiesOn(int width, int height);
}
