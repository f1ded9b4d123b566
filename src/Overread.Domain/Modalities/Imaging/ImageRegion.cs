using System.Text.Json.Serialization;
using Overread.Domain.Marks;

namespace Overread.Domain.Modalities.Imaging;

/// <summary>
/// A region on one frame of an image, in pixels of the stored matrix: (0,0) is the outer corner of the first pixel, x runs
/// right along columns, y down along rows, so the centre of the first pixel is (0.5, 0.5).
/// </summary>
/// <param name="File">The image file of the item.</param>
/// <param name="Frame">Frame number from 0.</param>
// In JSON the file and the frame stand behind the coordinates, as the first builds wrote them.
public abstract record ImageRegion(string File, [property: JsonPropertyOrder(2)] int Frame) : Region(File);
