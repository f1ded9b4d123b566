using System.Text.Json;
using Overread.Dicom.PixelText;

namespace Overread.Cli.Deidentification;

/// <summary>
/// Boxes in a JSON file: written as a proposal with an empty <c>approvedBy</c>; a person removes, moves and adds boxes, fills
/// in the name, and gives it to a second run.
/// </summary>
internal static class PixelPlanFile
{
    internal static void Write(string path, PixelPlan plan) =>
        File.WriteAllText(path, JsonSerializer.Serialize(plan, PixelPlanJson.Default.PixelPlan));

    /// <exception cref="InvalidDataException">The file is no list of boxes.</exception>
    internal static PixelPlan Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), PixelPlanJson.Default.PixelPlan)
                ?? throw new InvalidDataException($"{path} holds no boxes");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path} is no list of boxes: {exception.Message}", exception);
        }
    }
}
